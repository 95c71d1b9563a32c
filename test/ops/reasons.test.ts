import { expect, test } from 'vitest'
import { reasonWords } from '../../src/ops/reasons.ts'
import { table } from '../../src/outbox/refusals.ts'

test.each([
  ['account_closed', 'account closed'],
  ['http_503', 'Slack had a failure'],
  ['missing_scope', 'the workspace does not allow it to the app'],
  ['invalid_blocks', 'Slack refused how it was written'],
  ['<new_word>', 'Slack said “&lt;new_word&gt;”'],
])('“%s” reads: %s', (reason, words) => {
  expect(reasonWords(reason)).toBe(words)
})

test('no word for a permission that is missing, or for a mistake of ours, is shown as Slack says it', () => {
  expect([...table.token, ...table.ours].filter((word) => reasonWords(word).startsWith('Slack said'))).toEqual([])
})
