import { isRecord, type Json, list } from '../json.ts'
import { LIMITS } from '../limits.ts'
import { checkBlocks } from './blocks.ts'
import { type Fault, flag, oneOf, type Rule, shape, wordsOrNone } from './check.ts'

/** Why Slack would not take a message: the error's name and, for blocks, each fault. */
export interface MessageTrouble {
  readonly error: 'no_text' | 'msg_too_long' | 'invalid_blocks' | 'invalid_blocks_format'
  readonly faults: readonly Fault[]
}

/** Looks at the text and blocks of a message; undefined when Slack would take them. */
export function messageTrouble(message: Json, longest: 'posted text' | 'updated text'): MessageTrouble | undefined {
  const { text, blocks } = message
  if (typeof text === 'string' && text.length > LIMITS[longest].size) return { error: 'msg_too_long', faults: [] }
  if (blocks !== undefined && !Array.isArray(blocks)) return { error: 'invalid_blocks_format', faults: [] }
  const faults = blocks === undefined ? [] : checkBlocks(blocks, '/blocks', 'message')
  if (faults.length > 0) return { error: 'invalid_blocks', faults }
  const isEmpty = (typeof text !== 'string' || text === '') && list(blocks).length === 0
  return isEmpty ? { error: 'no_text', faults: [] } : undefined
}

const replyRule: Rule = shape({
  response_type: oneOf('ephemeral', 'in_channel'),
  text: wordsOrNone('posted text'),
  blocks: (value, at, surface) => checkBlocks(value, at, surface),
  replace_original: flag,
  delete_original: flag,
  mrkdwn: flag,
  unfurl_links: flag,
  unfurl_media: flag,
})

/** What is wrong with an answer in an ack or at a `response_url`. */
export function replyFaults(reply: unknown): readonly Fault[] {
  const faults = replyRule(reply, '', 'message')
  if (faults.length > 0 || !isRecord(reply) || reply.delete_original === true) return faults
  return messageTrouble(reply, 'posted text') ? [{ at: '', what: 'no_text: neither text nor blocks' }] : []
}
