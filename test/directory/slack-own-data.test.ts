import { WebClient } from '@slack/web-api'
import { expect, it } from 'vitest'
import { meet } from '../../src/directory/flow.ts'
import { exportFromClick } from '../../src/directory/slack-own-data.ts'
import type { ClickAsk } from '../../src/slack/doors.ts'
import { stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'
import { bareRoom } from './room.ts'

const { db } = await freshDatabase()
const { world } = stageOn(db, '2026-11-23T09:00:00Z')
const room = bareRoom(world)

it('sends an export once, however often it is clicked for while it is on its way, and again afterwards', async () => {
  await meet(world, visitor('U1'), world.now())
  await meet(world, visitor('U2'), world.now())
  const slack = slowSlack()
  const first = exportFromClick(room, slack.click('U1'))
  await slack.posting
  await exportFromClick(room, slack.click('U1'))
  expect(slack.replies.at(-1)).toBe('Your data is already on its way to our direct message.')
  slack.goOn()
  await first
  await exportFromClick(room, slack.click('U2'))
  await exportFromClick(room, slack.click('U1'))
  expect(slack.posts).toEqual(['U1', 'U2', 'U1'])
})

/** A Slack whose first post takes until it is told to go on. */
function slowSlack() {
  const posts: (string | null)[] = []
  const replies: string[] = []
  let begun = () => {}
  let goOn = () => {}
  const posting = new Promise<void>((resolve) => {
    begun = resolve
  })
  const allowed = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const answering: typeof fetch = async (_target, init) => {
    posts.push(new URLSearchParams(String(init?.body)).get('channel'))
    begun()
    await allowed
    return Response.json({ ok: true, channel: 'D1', ts: '1.1' })
  }
  const slack = new WebClient('xoxb-1', { fetch: answering, retryConfig: { retries: 0 } })
  const click = (slackId: string): ClickAsk => ({
    workspaceId: 'T1',
    slackId,
    appId: 'A1',
    actionId: 'directory.export',
    value: undefined,
    clickedAt: 1,
    triggerId: '1.2.3',
    view: undefined,
    messageTs: '1.0',
    slack,
    workspaceName: 'Acme',
    scopes: new Set(),
    ownTeam: 'T1',
    report: (error) => {
      throw error
    },
    ack: async () => {},
    reply: async ({ text }) => void replies.push(text),
  })
  return { posts, replies, posting, goOn: () => goOn(), click }
}
