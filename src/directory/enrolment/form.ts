import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import {
  actions,
  button,
  channelSelect,
  checkboxes,
  context,
  fileInput,
  input,
  modal,
  multiUsersSelect,
  section,
  textArea,
} from '../../slack/kit.ts'
import { fieldValue, fieldValues, type Values } from '../../slack/payloads.ts'
import { type Problem, parseTable, type Table } from '../managers/table.ts'
import { enrolIds as ids, peopleIds } from './ids.ts'
import { type Source, sources } from './rules.ts'
import { type List, readIds, type Wish } from './rules-list.ts'
import { amongThem, checkedSentence, noIdSentence, peopleCounted } from './views-list.ts'

const title = 'Add people'
/** So many fit into the fields. */
export const mostPicked = 100
const mostPasted = 3_000

/** What the windows of this story carry: which check-in, and, once it is checked, which list. */
export interface Carried {
  readonly skill: string
  readonly list?: string | undefined
  readonly source?: Source | undefined
}

export interface AddForm {
  readonly skill: string
  /** Whether the app may read the members of channels. */
  readonly hasChannels: boolean
  /** Whether it may read files. */
  readonly hasFiles: boolean
  /** Why the last attempt came to nothing. */
  readonly notice?: string | undefined
}

export function addForm({ skill, hasChannels, hasFiles, notice }: AddForm): ModalView {
  const file = input(
    { blockId: ids.file, label: 'A list as a file', optional: true },
    fileInput(ids.file, ['csv', 'txt']),
  )
  const channel = input(
    { blockId: ids.channel, label: 'Everybody in a channel', optional: true },
    channelSelect(ids.channel, 'Choose a channel'),
  )
  return modal({
    callbackId: ids.check,
    title,
    submit: 'Check',
    blocks: [
      ...(notice ? [section(notice)] : []),
      input(
        { blockId: ids.people, label: 'People', optional: true },
        multiUsersSelect(ids.people, 'Choose people', mostPicked),
      ),
      ...(hasChannels ? [channel] : []),
      input(
        { blockId: ids.everyone, label: 'Everybody', optional: true },
        checkboxes(ids.everyone, [{ value: 'everyone', text: 'Everybody in the workspace who is not a guest' }]),
      ),
      ...(hasFiles ? [file] : []),
      input(
        {
          blockId: ids.paste,
          label: 'A list, pasted',
          hint: 'One member id a line, such as U0123ABCDEF; the list that “People as CSV” gives fits, too.',
          optional: true,
        },
        textArea(ids.paste, mostPasted),
      ),
      context('The next step shows who would be added; nobody is added before.'),
    ],
    metadata: carrying({ skill }),
  })
}

export interface ReadFields {
  readonly kind: 'read'
  readonly wish: Wish
  /** More of them stand in this file of Slack’s. */
  readonly fileId: string | undefined
}

export type ReadWish = ReadFields | { readonly kind: 'refused'; readonly errors: Readonly<Record<string, string>> }

export function readWish(values: Values): ReadWish {
  const [fileId] = fieldValues(values, ids.file, ids.file)
  const typed = fieldValue(values, ids.paste, ids.paste) ?? ''
  const pasted = typed.trim() === '' ? undefined : idsOf(parseTable(typed))
  if (pasted && 'sentence' in pasted) return { kind: 'refused', errors: { [ids.paste]: pasted.sentence } }
  const picked = fieldValues(values, ids.people, ids.people)
  const wish: Wish = {
    slackIds: [...new Set([...picked, ...(pasted?.slackIds ?? [])])],
    channelId: fieldValue(values, ids.channel, ids.channel) ?? undefined,
    everyone: fieldValues(values, ids.everyone, ids.everyone).includes('everyone'),
    fromList: pasted !== undefined || fileId !== undefined,
  }
  const isEmpty = !wish.everyone && wish.channelId === undefined && wish.slackIds.length === 0 && fileId === undefined
  const where = values.has(ids.channel) ? 'people, a channel, a list or everybody' : 'people, a list or everybody'
  if (isEmpty) return { kind: 'refused', errors: { [ids.people]: `Choose ${where}.` } }
  return { kind: 'read', wish, fileId }
}

/** The ids of a list, or why it cannot be taken; nothing of it counts where one line does not name anybody. */
export function idsOf(
  table: Table | Problem,
): { readonly slackIds: readonly string[] } | { readonly sentence: string } {
  if (table.kind === 'problem') return table
  const read = readIds(table)
  return read.kind === 'ids' ? read : { sentence: noIdSentence(read.line, read.found, read.lines) }
}

/** Who would be added. Its button applies this very list. */
export function checkedForm(list: List, carried: Required<Carried>, notice?: string): ModalView {
  const { length } = list.ready
  const blocks: KnownBlock[] = [
    ...(notice ? [section(notice)] : []),
    section(checkedSentence(list)),
    ...(length > 0 ? [section(amongThem(list.ready.map(({ slackId }) => slackId)))] : []),
    actions(button(ids.open, 'Choose others'), button(peopleIds.open, 'People')),
    ...(length > 0 ? [context('Nobody gets a message from this form.')] : []),
  ]
  const submit = length > 0 ? { submit: `Add ${peopleCounted(length)}` } : {}
  return modal({ callbackId: ids.apply, title, blocks, metadata: carrying(carried), ...submit })
}

/** Instead of the list, where there is one thing to say. */
export function listSentence(sentence: string, carried?: Carried): ModalView {
  const metadata = carried ? { metadata: carrying(carried) } : {}
  return modal({ callbackId: ids.apply, title, blocks: [section(sentence)], ...metadata })
}

/** Undefined in a window that carries none of this. */
export function readCarried(metadata: string): Carried | undefined {
  try {
    return carriedShape.parse(JSON.parse(metadata))
  } catch {
    return undefined
  }
}

const carriedShape = z.object({
  skill: z.string(),
  list: z.guid().optional(),
  source: z.enum(sources).optional(),
})

function carrying(carried: Carried): string {
  return JSON.stringify(carried)
}
