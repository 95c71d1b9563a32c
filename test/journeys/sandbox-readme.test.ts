import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startJourney } from '../support/journey.ts'
import { expectInGallery } from '../support/seen.ts'

const { sandboxUrl, journal, takeRefusals, takeTroubles } = await startJourney()
const readme = readFileSync(new URL('../../sandbox/README.md', import.meta.url), 'utf8')

/** `curl -s [-X METHOD] ADDRESS [-d 'BODY']`, and whatever is said about it behind. */
const CURL = /^curl -s(?: -X ([A-Z]+))? "?\$S([^\s"]+)"?(?: -d '([^']+)')?(?: +#.*)?$/

test('every line of the sandbox’s README works, from top to bottom', async () => {
  const lines = readme.split('\n').filter((line) => line.startsWith('curl '))
  expect(lines.length).toBeGreaterThan(30)
  for (const line of lines) {
    const [, method, path, body] = CURL.exec(line) ?? []
    if (path === '/control/reset') expectInGallery(await journal()) // which forgets it all
    const answer = await fetch(`${sandboxUrl}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      ...(body === undefined ? {} : { body }),
    })
    expect([line, answer.status, await answer.json()]).toEqual([line, 200, expect.objectContaining({ ok: true })])
  }
  takeTroubles()
  takeRefusals('account_inactive')
})
