import { createServer, type IncomingMessage } from 'node:http'

/**
 * A Slack that agrees to everything at once, as a process of its own: the same few words for both bots, so that what
 * differs between them is theirs. It tells its parent of every window that was drawn.
 */
export interface Drawn {
  /** The `trigger_id` of the command that the window belongs to. */
  readonly trigger: string
  readonly callbackId: string
}

const team = { team: 'Bench', team_id: 'T0BENCH', bot_id: 'B0BENCH', user_id: 'U0BOT' }

createServer(async (request, response) => {
  const answer = answerTo(methodOf(request), await textOf(request), request.headers.authorization ?? '')
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ ok: true, ...answer }))
}).listen(Number(process.env.PORT), '127.0.0.1')
process.once('disconnect', () => process.exit())

function answerTo(method: string, form: string, authorization: string): object {
  switch (method) {
    case 'apps.connections.open':
      // The app-level token ends with the path that this bot is known by.
      return { url: `ws://127.0.0.1:${process.env.SOCKETS_PORT}/${authorization.split('-').at(-1)}` }
    case 'views.open':
      return drawn(valueIn(form, 'trigger_id'), form)
    case 'views.update':
      return drawn(valueIn(form, 'view_id').slice(1), form)
    case 'users.info':
      return { user: { id: valueIn(form, 'user'), team_id: 'T0BENCH', name: 'somebody', tz: 'Europe/Kyiv' } }
    default:
      return team
  }
}

/** The window’s id is made of the trigger that opened it, so that nothing has to be remembered. */
function drawn(trigger: string, form: string): object {
  const callbackId = /callback_id%22%3A%22([\w.-]+)/.exec(form)?.[1] ?? ''
  const message: Drawn = { trigger, callbackId }
  process.send?.(message)
  return { view: { id: `V${trigger}` } }
}

/** Not a parser of forms, which would cost more than the answer: the ids asked for here need no decoding. */
function valueIn(form: string, name: string): string {
  return new RegExp(`(?:^|&)${name}=([^&]*)`).exec(form)?.[1] ?? ''
}

function methodOf({ url = '' }: IncomingMessage): string {
  return url.slice(url.lastIndexOf('/') + 1)
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
