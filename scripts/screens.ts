import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { findChromium, launchChromium, noChromium } from '../test/support/chromium.ts'
import { openFolder } from '../test/support/folder.ts'
import { type Screen, screens } from './screens/list.ts'

/** `npm run screens`: the README's pictures, taken from a demo of its own. */
async function main(stops: (() => unknown)[]): Promise<void> {
  const executable = findChromium()
  if (!executable) throw new Error(`The pictures need a browser: ${noChromium}.`)
  mustHaveEmoji()
  const sandboxUrl = await startDemo(stops)
  const browser = await launchChromium(executable)
  stops.push(() => browser.close())
  await mkdir(folder, { recursive: true })
  let total = 0
  for (const screen of screens) {
    const size = await take(browser, sandboxUrl, screen)
    console.log(`docs/screens/${screen.name}.png  ${kilobytes(size)}`)
    total += size
  }
  if (total > mostBytes)
    throw new Error(`The pictures: found ${kilobytes(total)}, expected at most ${kilobytes(mostBytes)}.`)
}

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'docs/screens')
/** Everybody who clones the project carries them. */
const mostBytes = 1_200_000

async function take(browser: Browser, sandboxUrl: string, { name, look, show }: Screen): Promise<number> {
  const { width = 1280, height = 800, dark = false } = look
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  })
  try {
    context.setDefaultTimeout(10_000)
    const complaints: string[] = []
    context.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    context.on('weberror', (thrown) => complaints.push(thrown.error().message))
    const page = await context.newPage()
    await show(page, sandboxUrl)
    await page.evaluate('document.fonts.ready.then(() => 0)')
    if (complaints.length > 0) throw new Error(`the browser says ${complaints.join('; ')}`)
    const path = join(folder, `${name}.png`)
    await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
    return (await stat(path)).size
  } catch (error) {
    throw new Error(`The picture “${name}” could not be taken: ${error instanceof Error ? error.message : error}`)
  } finally {
    await context.close()
  }
}

/** Without such a font there are empty boxes in the pictures. Where fontconfig is missing, the system has its own. */
function mustHaveEmoji(): void {
  const fonts = fontList()
  if (fonts === undefined || /emoji/i.test(fonts)) return
  throw new Error('The pictures need an emoji font; install one (Debian: apt-get install fonts-noto-color-emoji).')
}

function fontList(): string | undefined {
  try {
    return execFileSync('fc-list', { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return undefined
  }
}

/** A demo in a folder of its own, on ports that are free. */
async function startDemo(stops: (() => unknown)[]): Promise<string> {
  const data = await openFolder()
  stops.push(() => rm(data, { recursive: true, force: true }))
  const [slackPort, botPort] = await freePorts()
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/demo/main.ts'], {
    cwd: root,
    // One of the pictures is of a failure, which the bot’s log need not tell here.
    env: {
      ...process.env,
      DATA_DIR: data,
      SANDBOX_PORT: String(slackPort),
      PORT: String(botPort),
      LOG_LEVEL: 'fatal',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl-C is ours to pass on.
    detached: true,
  })
  stops.push(() => end(child))
  for await (const line of createInterface(child.stdout)) {
    const [, ready] = /^Sandbox ready: (\S+)$/.exec(line) ?? []
    if (!ready) continue
    child.stdout.resume()
    return ready
  }
  throw new Error('The demo could not start; the lines above say why.')
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

async function freePorts(): Promise<readonly [number, number]> {
  const probes = [createServer(), createServer()]
  const ports: number[] = []
  for (const probe of probes) {
    probe.listen(0, '127.0.0.1')
    await once(probe, 'listening')
    const address = probe.address()
    ports.push(typeof address === 'object' && address ? address.port : 0)
  }
  for (const probe of probes) probe.close()
  const [first = 0, second = 0] = ports
  return [first, second]
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1_000)} kB`
}

const stops: (() => unknown)[] = []
let stopping: Promise<void> | undefined

/** Whatever was started last is stopped first; once, even when Ctrl-C under npm arrives twice. */
function stopAll(): Promise<void> {
  stopping ??= (async () => {
    for (const stop of stops.toReversed()) await stop()
  })()
  return stopping
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopAll().then(() => process.exit(1)))

try {
  await main(stops)
} catch (error) {
  if (!stopping) console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await stopAll()
}
