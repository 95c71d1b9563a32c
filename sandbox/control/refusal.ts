/** A control request that could not be done: one sentence that says what was found and what is expected. */
export class Refused extends Error {
  readonly status: number

  constructor(status: 400 | 403 | 404 | 405 | 413, sentence: string) {
    super(sentence)
    this.status = status
  }
}

export function refuse(sentence: string, status: 400 | 404 = 400): never {
  throw new Refused(status, sentence)
}
