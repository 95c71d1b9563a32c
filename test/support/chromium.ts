import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const onMac = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export const noChromium =
  'no Chromium found; install one (Debian: apt-get install chromium) or set CHROMIUM to its path'

/**
 * The path of the browser on this machine; undefined when there is none, or when CHROMIUM=none says to do without.
 * @throws when CHROMIUM names something that cannot be run: whoever set it wants to know.
 */
export function findChromium(wished = process.env.CHROMIUM): string | undefined {
  if (!wished) return places().find(canRun)
  if (wished === 'none') return undefined
  if (canRun(wished)) return wished
  throw new Error(`CHROMIUM: found “${wished}”, expected the path of a Chromium that may be run, or none.`)
}

/** Without a window, and without anything that a browser does of its own accord over the network. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      // Chromium refuses to sandbox its processes for root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      // Containers often have too little shared memory.
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      // Names of other machines are not even looked up.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      // The same picture on every machine.
      '--force-color-profile=srgb',
      '--font-render-hinting=none',
    ],
  })
}

/** Wherever a shell would find it, as .ci/run does. */
function places(): readonly string[] {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)]
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...onMac]
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
