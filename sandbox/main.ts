import { galleryForPage } from './demo/gallery.ts'
import { startSandbox } from './index.ts'

/** `npm run sandbox`: the small Slack by itself, for a bot that is started elsewhere. */
async function main(): Promise<void> {
  const botUrl = readBotUrl(process.env.SANDBOX_BOT_URL)
  const socketMode = wantsSockets()
  const sandbox = await startSandbox({
    port: readPort(process.env.SANDBOX_PORT),
    botUrl,
    socketMode,
    gallery: galleryForPage,
  })
  const way = sandbox.env.SLACK_APP_TOKEN ? 'over Socket Mode' : `to ${botUrl}`
  console.log(`# A small Slack listens on ${sandbox.url} and delivers ${way}. Start the bot with these lines:`)
  for (const [name, value] of Object.entries(sandbox.env)) console.log(`export ${name}=${value}`)
  // A shell that ran the other way before still has it, and its bot would open a socket.
  if (!sandbox.env.SLACK_APP_TOKEN) console.log('unset SLACK_APP_TOKEN')
  const stop = (): void => {
    void sandbox.close().then(() => process.exit(0))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

/** With --socket (npm keeps one for itself that comes before the two dashes); otherwise the manifest says. */
function wantsSockets(): true | undefined {
  const given = process.argv.slice(2)
  const unknown = given.find((word) => word !== '--socket')
  if (unknown !== undefined)
    throw new Error(`The sandbox knows no “${unknown}”; expected nothing, or --socket for Socket Mode.`)
  return given.length > 0 || process.env.npm_config_socket === 'true' ? true : undefined
}

function readPort(value = '3030'): number {
  const port = Number(value)
  if (/^\d+$/.test(value) && port <= 65_535) return port
  throw new Error(`SANDBOX_PORT is “${value}”; expected a port number, such as 3030.`)
}

function readBotUrl(value = 'http://127.0.0.1:3000/slack/events'): string {
  if (URL.canParse(value) && /^https?:/.test(value)) return value
  throw new Error(`SANDBOX_BOT_URL is “${value}”; expected an address, such as http://127.0.0.1:3000/slack/events.`)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
