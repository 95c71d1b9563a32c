import { asTyped } from '../../slack/kit.ts'
import type { PeopleProblem } from './rules.ts'

/** Why somebody cannot stand on a list; for the error at its field, where no mention is drawn. */
export function peopleSentence(problem: PeopleProblem, list: 'open' | 'exclude'): string {
  const others = 'Take them off the list; everybody else can stay.'
  switch (problem.kind) {
    case 'too-many':
      return `${problem.count} people; ${problem.most} fit.`
    case 'oneself':
      return list === 'open'
        ? 'You are on the list yourself; you see your level anyway.'
        : 'You are on the list yourself; nobody is paired with themselves.'
    case 'unknown':
      return 'Slack no longer knows one of these people. Take them off the list; everybody else can stay.'
    case 'forgotten':
      return `${asTyped(problem.name)} cannot be chosen here. ${others}`
    case 'not-a-member':
      return `${asTyped(problem.name)} ${kinds[problem.what]}; only members of this workspace can be chosen. ${others}`
  }
}

const kinds: Readonly<Record<Extract<PeopleProblem, { kind: 'not-a-member' }>['what'], string>> = {
  guest: 'is a guest',
  bot: 'is an app',
  stranger: 'belongs to another workspace',
  closed: 'has a closed account',
}
