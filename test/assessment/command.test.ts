import { expect, test } from 'vitest'
import { mentionsIn } from '../../src/assessment/command.ts'

test.each([
  ['', { kind: 'nobody' }],
  ['   ', { kind: 'nobody' }],
  ['<@U2|maria>', { kind: 'somebody', slackId: 'U2', name: 'maria' }],
  ['  <@W02ABC>  ', { kind: 'somebody', slackId: 'W02ABC', name: 'them' }],
  ['<@U2|>', { kind: 'somebody', slackId: 'U2', name: 'them' }],
  ['<@U2|maria> <@U3|ivan>', { kind: 'several' }],
  ['<@U2|maria><@U3|ivan>', { kind: 'not-found', typed: '<@U2|maria><@U3|ivan>' }],
  ['@maria', { kind: 'not-found', typed: '@maria' }],
  ['<@U2|maria> please', { kind: 'not-found', typed: 'please' }],
  ['please <@U2|maria>', { kind: 'not-found', typed: 'please' }],
  ['<!channel>', { kind: 'not-found', typed: '<!channel>' }],
  ['<#C1|general>', { kind: 'not-found', typed: '<#C1|general>' }],
  ['<@u2|maria>', { kind: 'not-found', typed: '<@u2|maria>' }],
])('it takes “%s” after `show` for %j', (rest, asked) => {
  expect(mentionsIn(rest)).toEqual(asked)
})
