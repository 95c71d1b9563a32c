import { context, input, section, usersSelect } from '../../slack/kit.ts'
import { fieldValue } from '../../slack/payloads.ts'
import type { Refusal } from '../managers/rules.ts'
import { managerLine, refusalSentence } from '../managers/views.ts'
import { changeManager } from './flow.ts'
import type { Form } from './form.ts'

const person = 'directory.settings.manager.person'

export const managerForm: Form<string | null, Refusal> = {
  topic: 'manager',
  firstField: person,
  draw: ({ manager }, { zone }, typed) => [
    section(`*On record*\n${managerLine(manager, zone)}`),
    input(
      {
        blockId: person,
        label: 'Your manager',
        optional: true,
        hint: 'Leave it empty if nobody leads you, or the one on record is wrong.',
      },
      usersSelect(
        person,
        'Choose somebody',
        typed ?? manager.waiting?.manager.slackId ?? manager.inForce?.manager.slackId,
      ),
    ),
    context(
      'While you are in the check-in, your manager sees your level. Where somebody else is on record from elsewhere, whoever you name is asked first.',
    ),
  ],
  read: (values) => fieldValue(values, person, person),
  change: changeManager,
  errors: (refusal) => ({ [person]: refusalSentence(refusal) }),
}
