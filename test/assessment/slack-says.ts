import type { AnyBlock, HomeView, ModalView } from '@slack/types'
import { drawn } from '../../sandbox/blocks.ts'
import { isRecord, type Json, record } from '../../sandbox/json.ts'
import { checkBlocks, checkView, faultSentences, isViewTooLarge } from '../../sandbox/validate/index.ts'
import { initialValues } from '../../sandbox/views/state.ts'
import { readSubmission, type Values } from '../../src/slack/payloads.ts'

/** Everything Slack would refuse about a window or tab; empty when it is fine. */
export function refusals(view: ModalView | HomeView): readonly string[] {
  const json = plain(view)
  return [
    ...faultSentences(checkView(json, view.type)),
    ...(isViewTooLarge(json) ? [`view of more than 250 KB: ${JSON.stringify(json).length}`] : []),
  ]
}

/** Everything Slack would refuse about a message’s blocks. */
export function messageRefusals(blocks: readonly AnyBlock[]): readonly string[] {
  return faultSentences(checkBlocks(plain({ blocks }).blocks, '/blocks', 'message'))
}

/** What Slack sends when somebody presses the window’s button without touching a field. */
export function submissionOf(view: ModalView): Json {
  const blocks = drawn(plain(view).blocks)
  return {
    type: 'view_submission',
    team: { id: 'T1', domain: 'acme' },
    user: { id: 'U1', name: 'ivan', team_id: 'T1' },
    api_app_id: 'A1',
    token: 'legacy',
    trigger_id: '1.2.abc',
    view: {
      ...plain(view),
      id: 'V1',
      team_id: 'T1',
      blocks,
      private_metadata: view.private_metadata ?? '',
      root_view_id: 'V1',
      previous_view_id: null,
      hash: '1.x',
      state: { values: initialValues(blocks) },
    },
    response_urls: [],
    is_enterprise_install: false,
  }
}

/** The fields of a window as they were drawn, read by the product. */
export function valuesOf(view: ModalView, change: Readonly<Record<string, string | null>> = {}): Values {
  const { values } = readSubmission(submissionOf(view)).view
  return new Map(
    [...values].map(([block, fields]) => {
      const changed = Object.entries(change).find(([name]) => block === name || block.startsWith(`${name}#`))
      return [block, changed ? new Map([...fields.keys()].map((action) => [action, changed[1]])) : fields]
    }),
  )
}

/** What was read from a step, or an error that says why it was refused. */
export function read<State>(outcome: { kind: 'read'; state: State } | { kind: 'refused'; errors: object }): State {
  if (outcome.kind === 'read') return outcome.state
  throw new Error(`refused: ${JSON.stringify(outcome.errors)}`)
}

/** Every text somebody can read, one line each. */
export function wordsOf(blocks: readonly AnyBlock[]): readonly string[] {
  return textsIn(plain({ blocks }).blocks)
}

function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([name, each]) =>
    // A chosen option is repeated whole; its words stand among the options already.
    name === 'initial_option' ? [] : name === 'text' && typeof each === 'string' ? [each] : textsIn(each),
  )
}

function plain(value: object): Json {
  return record(JSON.parse(JSON.stringify(value)))
}
