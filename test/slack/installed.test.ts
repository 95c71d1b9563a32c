import { afterAll, expect, it, vi } from 'vitest'
import { records } from '../../sandbox/json.ts'
import { clientOptionsFor } from '../../src/slack/calls.ts'
import { slackError } from '../../src/slack/errors.ts'
import { identityByToken } from '../../src/slack/identity.ts'
import { keepInstallations } from '../../src/slack/installations.ts'
import { linesTo } from '../../src/slack/lines.ts'
import { control } from '../sandbox/api.ts'
import { startStage } from '../sandbox/bot.ts'
import { otherCompany, smallCompany } from '../sandbox/company.ts'
import { manifestWith } from '../sandbox/manifests.ts'
import { freshDatabase } from '../support/database.ts'
import { keyNamed, listening, monday, noteWithLanes } from './installations-stage.ts'

const { db, sql } = await freshDatabase()
const manifest = manifestWith({ scopes: ['chat:write', 'commands'], events: ['app_uninstalled', 'tokens_revoked'] })
const stage = await startStage({
  company: smallCompany,
  workspaces: [{ company: otherCompany }],
  manifest: manifest.path,
  limits: { off: true },
})
const { url } = stage.sandbox
const keys = [keyNamed('k1')]
const log = listening()

afterAll(async () => {
  await stage.close()
  manifest.remove()
})

it('serves every workspace on record without a token of its own, until one is uninstalled, and when it is back', async () => {
  for (const { botToken } of stage.sandbox.workspaces) await startWith(botToken)
  const worker = workerWithoutToken()
  expect([await say(worker, 'T0SMALL', 'One.'), await say(worker, 'T0OTHER', 'Two.')]).toEqual(['sent', 'sent'])

  await control(url, 'uninstall', { team: 'T0OTHER' })
  expect(await say(worker, 'T0OTHER', 'Three.')).toBe('account_inactive')
  expect(await say(worker, 'T0OTHER', 'Four.')).toBe('no line')
  expect(await say(worker, 'T0SMALL', 'Five.')).toBe('sent')
  expect(await stopped()).toEqual([
    { id: 'T0OTHER', stopped: 'account_inactive' },
    { id: 'T0SMALL', stopped: null },
  ])

  const again = await control(url, 'reinstall', { team: 'T0OTHER' })
  await startWith(String(again.bot_token))
  expect(await say(worker, 'T0OTHER', 'Six.')).toBe('sent')
  expect(await stopped()).toEqual([
    { id: 'T0OTHER', stopped: null },
    { id: 'T0SMALL', stopped: null },
  ])
  expect(await textsOf('T0SMALL')).toEqual(['One.', 'Five.'])
  expect(await textsOf('T0OTHER')).toEqual(['Two.', 'Six.'])
})

/** A process with this token in its environment, for as long as it takes to write the token down. */
async function startWith(token: string): Promise<void> {
  const identity = identityByToken(token, clientOptions(), log)
  const kept = keepInstallations({ ...surroundings(), identity, ready: async () => {} })
  await vi.waitFor(() => expect(identity.heard()).toBeDefined())
  await kept.idle()
  await kept.stop()
}

function workerWithoutToken() {
  return linesTo({ ...surroundings(), clientOptions: clientOptions(), identity: undefined })
}

async function say(worker: ReturnType<typeof linesTo>, workspaceId: string, text: string): Promise<string> {
  const line = await worker.lineFor(workspaceId)
  if (!line) return 'no line'
  try {
    await line.client.chat.postMessage({ channel: 'U0ADA', text })
    return 'sent'
  } catch (error) {
    const word = slackError(error) ?? ''
    await worker.refused(workspaceId, word)
    return word
  }
}

function surroundings() {
  return { world: { db, log, now: () => monday }, keys, noteWorkspace: noteWithLanes }
}

function clientOptions() {
  return clientOptionsFor(stage.sandbox.env.SLACK_API_URL, log)
}

function stopped() {
  return sql('select distinct workspace_id as id, stopped from lane order by 1')
}

async function textsOf(team: string): Promise<unknown[]> {
  const { messages } = await control(url, `messages?user=U0ADA&team=${team}`)
  return records(messages).map(({ text }) => text)
}
