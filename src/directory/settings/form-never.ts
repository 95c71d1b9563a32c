import { context, input, multiUsersSelect } from '../../slack/kit.ts'
import { fieldValues } from '../../slack/payloads.ts'
import { changeExclusions } from './flow.ts'
import type { Form } from './form.ts'
import { bounds, type PeopleProblem } from './rules.ts'
import { peopleSentence } from './views-people.ts'

const people = 'directory.settings.never.people'

export const neverForm: Form<readonly string[], PeopleProblem> = {
  topic: 'never',
  firstField: people,
  draw: ({ exclusions }, _, typed) => [
    input(
      { blockId: people, label: 'Never pair me with', optional: true, hint: `Up to ${bounds.exclusions} people.` },
      multiUsersSelect(people, 'Choose people', bounds.exclusions, typed ?? exclusions.map(({ slackId }) => slackId)),
    ),
    context('Only you can see this list.'),
  ],
  read: (values) => [...new Set(fieldValues(values, people, people))],
  change: changeExclusions,
  errors: (problem) => ({ [people]: peopleSentence(problem, 'exclude') }),
}
