import { Logger, run, runMigrations } from 'graphile-worker'
import { z } from 'zod'
import { readerOf } from '../../src/directory/store-reader.ts'
import { eventType } from '../../src/outbox/settle.ts'
import { parallel } from './ours.ts'
import type { LetterStage } from './stage.ts'

// graphile-worker with the same work for each letter: the same questions about its reader, the same words, the same call.
// It neither paces, nor looks for what got no answer.

const task = z.object({ workspaceId: z.string(), id: z.string(), personId: z.string() })
const logger = new Logger(() => () => {})

/** Letters a second, until all of them are sent. */
export async function sendAllWithGraphile({ url, db, line, kind }: LetterStage, letters: number): Promise<number> {
  const options = { connectionString: url, logger, noHandleSignals: true, concurrency: parallel, maxPoolSize: 10 }
  await runMigrations(options)
  await db.$executeRaw`
    select graphile_worker.add_job('letter', json_build_object('workspaceId', workspace_id, 'id', id, 'personId', person_id))
    from letter`
  let sent = 0
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const send = async (payload: unknown) => {
    const { workspaceId, id, personId } = task.parse(payload)
    const reader = await readerOf(db, workspaceId, personId)
    if (!reader) throw new Error(`letter ${id}: found no reader`)
    const letter = { workspaceId, id, kind: kind.kind, personId, withPersonId: null, subject: null, facts: null }
    const message = await kind.draw(db, { ...letter, revision: 1, isEdit: false }, reader, new Date())
    if (!message) throw new Error(`letter ${id}: found nothing to say`)
    await line.client.chat.postMessage({
      channel: reader.slackId,
      text: message.text,
      blocks: message.blocks,
      metadata: { event_type: eventType, event_payload: { id } },
      unfurl_links: false,
      unfurl_media: false,
    })
    sent += 1
    if (sent === letters) finish()
  }
  const began = performance.now()
  const runner = await run({ ...options, taskList: { letter: send } })
  await finished
  const perSecond = (letters * 1_000) / (performance.now() - began)
  await runner.stop()
  return perSecond
}
