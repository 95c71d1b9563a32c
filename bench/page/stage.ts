import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Browser } from 'playwright-core'
import { startSandbox } from '../../sandbox/index.ts'
import { launchChromium } from '../../test/support/chromium.ts'

/** A browser, and two pages on which the same sentence will stand. */
export interface PageStage {
  readonly browser: Browser
  readonly sandbox: string
  readonly bare: string
}

export const sentence = 'This is the last of thirty messages.'

/** What stops it again is noted as it goes. */
export async function startPageStage(executable: string, stops: (() => unknown)[]): Promise<PageStage> {
  const sandbox = await startSandbox({ limits: { off: true } })
  stops.push(() => sandbox.close())
  const { SLACK_API_URL, SLACK_BOT_TOKEN } = sandbox.env
  for (let number = 1; number <= 30; number++) await post(SLACK_API_URL, SLACK_BOT_TOKEN, number)
  const bare = await serveSentence(stops)
  const browser = await launchChromium(executable)
  stops.push(() => browser.close())
  return { browser, sandbox: sandbox.url, bare }
}

/** Messages as an app writes them, in the conversation that a first visit opens. */
async function post(api: string, token: string, number: number): Promise<void> {
  const text =
    number === 30 ? sentence : `Message ${number}: *Middle · Go* since <!date^1790000000^{date}|September>. :wave:`
  const blocks = [
    { type: 'section', text: { type: 'mrkdwn', text } },
    { type: 'actions', elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go on' } }] },
  ]
  const answer = await fetch(`${api}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ channel: 'C0GENERAL', text, blocks }),
  })
  const said: unknown = await answer.json()
  if (!(said instanceof Object) || !('ok' in said) || !said.ok)
    throw new Error(`Message ${number} was not posted: found ${JSON.stringify(said)}.`)
}

/** The least that a page can be. */
async function serveSentence(stops: (() => unknown)[]): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(`<!doctype html><html lang="en"><title>One sentence</title><p>${sentence}</p></html>`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`
}
