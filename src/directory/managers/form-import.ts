import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { actions, button, context, fileInput, input, listSections, modal, section, textArea } from '../../slack/kit.ts'
import { fieldValue, fieldValues, type Values } from '../../slack/payloads.ts'
import { grouped } from '../enrolment/views-list.ts'
import type { Checked } from './flow-import.ts'
import { changeLine, refusedLine, totals } from './views-import.ts'

export const ids = {
  open: 'directory.import',
  check: 'directory.import.check',
  apply: 'directory.import.apply',
  file: 'directory.import.file',
  paste: 'directory.import.paste',
  back: 'directory.import.back',
  csv: 'directory.import.csv',
} as const

/** What the windows of this story carry: for which check-in, and, once a list is checked, which. */
export interface Carried {
  readonly skill: string
  readonly list?: string | undefined
}

export interface ImportForm {
  readonly skill: string
  /** Whether the app may read files. */
  readonly hasFiles: boolean
  /** Why the last attempt came to nothing. */
  readonly notice?: string | undefined
}

/** Characters that fit into one field: about 120 lines. */
export const mostPasted = 3_000
const shownChanges = 10
const shownRefusals = 20

export function importForm({ skill, hasFiles, notice }: ImportForm): ModalView {
  const file = input(
    { blockId: ids.file, label: 'A file', optional: true, hint: 'CSV in UTF-8, up to 5 MB and 50,000 lines.' },
    fileInput(ids.file, ['csv', 'txt', 'tsv']),
  )
  return modal({
    callbackId: ids.check,
    title: 'Import managers',
    submit: 'Check',
    blocks: [
      ...(notice ? [section(notice)] : []),
      ...(hasFiles ? [file] : []),
      input(
        {
          blockId: ids.paste,
          label: hasFiles ? 'Or the list itself' : 'The list',
          optional: hasFiles,
          hint: 'One line for each person: their Slack member id, a comma, their manager’s, such as U0123ABCDEF,U0456GHIJKL',
        },
        textArea(ids.paste, mostPasted),
      ),
      context(
        'The next step shows what would change; nothing is done before.',
        ...(hasFiles
          ? []
          : [
              'Files need one more permission, files:read. Longer lists go by the command line: npm run import:managers.',
            ]),
      ),
    ],
    metadata: carrying({ skill }),
  })
}

export type ReadImport =
  | { readonly kind: 'file'; readonly fileId: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly errors: Readonly<Record<string, string>> }

export function readImport(values: Values): ReadImport {
  const [fileId] = fieldValues(values, ids.file, ids.file)
  const text = fieldValue(values, ids.paste, ids.paste)?.trim() ?? ''
  if (fileId !== undefined && text !== '')
    return { kind: 'refused', errors: { [ids.paste]: 'There is a file and a text; please keep one of them.' } }
  if (fileId !== undefined) return { kind: 'file', fileId }
  const where = values.has(ids.file) ? 'Choose a file, or paste the list.' : 'Paste the list.'
  return text === '' ? { kind: 'refused', errors: { [ids.paste]: where } } : { kind: 'text', text }
}

/** What a list of managers would do. Its button does this very thing. */
export function importWindow(checked: Checked, { skill }: Carried, notice?: string): ModalView {
  const { ready, refused } = checked
  const [read, rest] = totals(checked)
  const changes = ready.slice(0, shownChanges)
  const refusals = refused.slice(0, shownRefusals)
  const blocks: KnownBlock[] = [
    ...(notice ? [section(notice)] : []),
    section(`*${read}* ${rest}`),
    ...(changes.length > 0 ? listSections('*What would change*', changes.map(changeLine)) : []),
    ...(refusals.length > 0 ? listSections('*Refused*', refusals.map(refusedLine)) : []),
    ...shownOf(changes.length, ready.length, refusals.length, refused.length),
    ...(ready.length > 0
      ? [
          context(
            'Whoever is in the check-in is told of their new manager in their working hours, and can say if it is wrong.',
          ),
        ]
      : []),
    actions(
      ...(ready.length + refused.length > 0 ? [button(ids.csv, 'Report as CSV', { value: checked.id })] : []),
      button(ids.back, 'Choose another file'),
    ),
  ]
  const submit =
    ready.length > 0 ? { submit: ready.length === 1 ? 'Import 1 row' : `Import ${grouped(ready.length)} rows` } : {}
  return modal({
    callbackId: ids.apply,
    title: 'Import: nothing done yet',
    blocks,
    metadata: carrying({ skill, list: checked.id }),
    ...submit,
  })
}

function shownOf(changes: number, ready: number, refusals: number, refused: number): readonly KnownBlock[] {
  const parts = [
    ...(changes < ready ? [`${grouped(changes)} of ${grouped(ready)} changes`] : []),
    ...(refusals < refused ? [`${grouped(refusals)} of ${grouped(refused)} refusals`] : []),
  ]
  return parts.length > 0 ? [context(`Shown: ${parts.join(', ')}.`)] : []
}

/** Instead of a list, where there is one thing to say. */
export function importSentence(sentence: string, carried: Carried, again = false): ModalView {
  return modal({
    callbackId: ids.apply,
    title: 'Import managers',
    blocks: [section(sentence), ...(again ? [actions(button(ids.back, 'Choose another file'))] : [])],
    metadata: carrying(carried),
  })
}

/** Undefined in a window that carries none of this. */
export function readCarried(metadata: string): Carried | undefined {
  try {
    return carriedShape.parse(JSON.parse(metadata))
  } catch {
    return undefined
  }
}

const carriedShape = z.object({ skill: z.string(), list: z.guid().optional() })

function carrying(carried: Carried): string {
  return JSON.stringify(carried)
}
