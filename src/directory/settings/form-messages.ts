import { checkboxes, context, input } from '../../slack/kit.ts'
import { fieldValues } from '../../slack/payloads.ts'
import { changeSharing } from './flow.ts'
import type { Form } from './form.ts'
import type { Sharing } from './store.ts'

const notes = 'directory.settings.messages.notes'

export const messagesForm: Form<Sharing, never> = {
  topic: 'messages',
  firstField: notes,
  draw: (settings, _, typed = settings) => [
    input(
      { blockId: notes, label: 'Who may read my notes', optional: true },
      checkboxes(
        notes,
        [
          { value: 'manager', text: 'My manager', description: 'While I am in the check-in' },
          { value: 'mentor', text: 'My mentor', description: 'While the two of us are a pair' },
        ],
        [...(typed.notesToManager ? ['manager'] : []), ...(typed.notesToMentor ? ['mentor'] : [])],
      ),
    ),
    context('A note is what you write beside your level. Without a tick only you can read it.'),
  ],
  read: (values) => {
    const ticked = fieldValues(values, notes, notes)
    return { notesToManager: ticked.includes('manager'), notesToMentor: ticked.includes('mentor') }
  },
  change: changeSharing,
  errors: () => ({}),
}
