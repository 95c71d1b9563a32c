import { expect } from 'vitest'
import { gallery } from '../../sandbox/demo/gallery.ts'
import { kindOf, nameOf } from '../../sandbox/demo/names.ts'
import { isRecord, type Json, readJson, record, text } from '../../sandbox/json.ts'
import type { JournalEntry } from './person.ts'

/** What people are shown stands in the gallery: else the tests of limits, hands and words do not know of it. */
export function expectInGallery(entries: readonly JournalEntry[]): void {
  expect(notInGallery(shownIn(entries))).toEqual([])
}

export function notInGallery(shown: readonly Json[]): readonly string[] {
  return notIn(inGallery, shown)
}

const inGallery = new Set(gallery().map(({ id, shown }) => `${kindOf(shown)} ${id}`))

/** What tests draw in the bot’s name, as a release of long ago has left it. */
export const olderRelease = 'older-release.'

/** One sentence for each view or message that has no name, or one that is not in the list of kinds and names. */
export function notIn(names: ReadonlySet<string>, shown: readonly Json[]): readonly string[] {
  const sentences = shown.flatMap((each) => {
    const name = nameOf(each)
    if (name === undefined) return [`no name: ${JSON.stringify(each.text ?? each.blocks)}`]
    const known = `${kindOf(each)} ${name}`
    return names.has(known) || name.startsWith(olderRelease) ? [] : [`not in the gallery: ${known}`]
  })
  return [...new Set(sentences)]
}

/** Every view and message that the bot gave to Slack: in calls, at response addresses, and in its acks. */
export function shownIn(entries: readonly JournalEntry[]): readonly Json[] {
  return entries.flatMap((entry) => {
    switch (entry.kind) {
      case 'api':
        return shownBy(text(entry.method), record(entry.args))
      case 'response_url':
        return messageIn(entry.reply)
      case 'delivery':
        return answeredWith(text(record(entry.ack).body))
      default:
        return []
    }
  })
}

const posts = new Set(['chat.postMessage', 'chat.postEphemeral', 'chat.update', 'chat.scheduleMessage'])

/** What a call of the Web API shows to somebody. */
export function shownBy(method: string, args: Json): readonly Json[] {
  if (posts.has(method)) return [args]
  return method.startsWith('views.') ? viewIn(args.view) : []
}

/** An answer to a submission holds a view; one to a command or a click may hold a message. */
function answeredWith(body: string): readonly Json[] {
  const answer = record(readJson(body))
  if (isRecord(answer.view)) return viewIn(answer.view)
  return messageIn(answer)
}

function messageIn(reply: unknown): readonly Json[] {
  const { text: words, blocks, delete_original: deletes } = record(reply)
  return deletes === true || (words === undefined && blocks === undefined) ? [] : [record(reply)]
}

function viewIn(view: unknown): readonly Json[] {
  const read = typeof view === 'string' ? readJson(view) : view
  return isRecord(read) ? [read] : []
}
