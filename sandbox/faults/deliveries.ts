import { record, text } from '../json.ts'
import { ACK_MS } from '../limits.ts'
import type { Ack, Cut, Parcel } from '../parcel.ts'
import type { Slack } from '../slack.ts'
import { type DeliveryFault, EVERYTHING } from './kinds.ts'

type Carry = (more?: { readonly cut?: Cut }) => Promise<Ack>

/** Carries a payload to the bot, or does with it what an armed fault wants. */
export async function misdelivered(slack: Slack, parcel: Parcel, carry: Carry): Promise<Ack> {
  const fault = slack.faults.deliveries.strike(namesOf(parcel))
  if (!fault) return carry()
  const user = senderOf(parcel)
  slack.journal.write('fault', {
    delivery: parcel.what,
    ...(user ? { user } : {}),
    name: fault.name,
    struck: fault.kind,
  })
  return struck(slack, fault, carry)
}

function struck(slack: Slack, { kind, ms }: DeliveryFault, carry: Carry): Promise<Ack> {
  switch (kind) {
    case 'duplicate':
      // Both at once; the person sees whatever is answered first.
      return Promise.race([carry(), carry()])
    case 'late':
      return carriedLate(slack, ms, carry)
    case 'hang':
      return new Promise((resolve) => slack.clock.after(ACK_MS, () => resolve(silence)))
    case 'reset_before':
      return carry({ cut: 'before' })
    case 'reset_after':
      return carry({ cut: 'after' })
  }
}

const silence: Ack = { kind: 'late', ms: ACK_MS }

/** On the way for so long; whoever waits for the answer does so from the start. */
function carriedLate({ clock, errands }: Slack, ms: number, carry: Carry): Promise<Ack> {
  return new Promise((resolve) => {
    clock.after(ACK_MS, () => resolve(silence))
    errands.after(ms, () => void carry().then((ack) => resolve({ ...ack, ms: ack.ms + ms })))
  })
}

/** Whose deed it tells of. */
function senderOf({ content }: Parcel): string {
  const { user } = record(content.event)
  return text(content.user_id) || text(record(content.user).id) || text(user) || text(record(user).id)
}

/** Everything a fault may call this payload by. */
function namesOf(parcel: Parcel): readonly string[] {
  const { content } = parcel
  const view = record(content.view)
  const actions = Array.isArray(content.actions) ? content.actions : []
  const names = [
    EVERYTHING,
    parcel.as,
    content.command,
    content.type,
    content.callback_id,
    view.callback_id,
    content.action_id,
    ...actions.map((action) => record(action).action_id),
    record(content.event).type,
  ]
  return names.map(text).filter((name) => name !== '')
}
