import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** A file of the page as it goes out. */
export interface Served {
  readonly status: 200 | 304
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const FOLDER = fileURLToPath(new URL('./page', import.meta.url))
const PAGES = ['/', '/gallery']
const OWN_FILE = /^\/page((?:\/[a-z][a-z-]*)+\.(?:js|css|svg))$/

const KINDS: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
}

/** Where an installed package keeps a file that browsers read: beside the one that Node would take. */
function besideMain(specifier: string, name?: string): string {
  const main = createRequire(import.meta.url).resolve(specifier)
  return name ? resolve(dirname(main), name) : main
}

/** Packages the page imports, by the names in its import map. */
const VENDOR: Readonly<Record<string, () => string>> = {
  '/vendor/preact.js': () => besideMain('preact'),
  '/vendor/preact-hooks.js': () => besideMain('preact/hooks'),
  '/vendor/htm.js': () => besideMain('htm', 'htm.mjs'),
  '/vendor/htm-preact.js': () => besideMain('htm/preact', 'index.mjs'),
  '/vendor/emoji.json': () => besideMain('emoji-name-map', 'datasource.json'),
}

/** The file behind an address, or undefined when the page has none there. */
export async function pageFile(path: string, wishes: Wishes): Promise<Served | undefined> {
  const file = fileAt(path)
  if (!file) return undefined
  const content = await readFile(file).catch(() => undefined)
  return content && served(content, extname(file), wishes)
}

/** What the browser said of itself, and of where it asks. */
export interface Wishes {
  readonly host?: string | undefined
  readonly 'accept-encoding'?: string | string[] | undefined
  readonly 'if-none-match'?: string | undefined
}

function fileAt(path: string): string | undefined {
  if (PAGES.includes(path)) return resolve(FOLDER, 'index.html')
  const own = OWN_FILE.exec(path)?.[1]
  return own ? resolve(FOLDER, `.${own}`) : VENDOR[path]?.()
}

async function served(content: Buffer, extension: string, wishes: Wishes): Promise<Served> {
  const tag = `"${createHash('sha256').update(content).digest('base64url')}"`
  const headers = {
    'content-type': KINDS[extension] ?? 'application/octet-stream',
    // Asked for again each time, so that a change is seen at once; sent again only when there is one.
    'cache-control': 'no-cache',
    etag: tag,
    vary: 'accept-encoding',
    'referrer-policy': 'no-referrer',
    ...(extension === '.html' ? { 'content-security-policy': policyFor(content.toString('utf8'), wishes) } : {}),
  }
  if (wishes['if-none-match'] === tag) return { status: 304, headers, body: Buffer.alloc(0) }
  if (!String(wishes['accept-encoding'] ?? '').includes('gzip')) return { status: 200, headers, body: content }
  const body = await promisify(gzip)(content, { level: 9 })
  return { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body }
}

/** Nothing but our own files runs on the page; of what stands in it only the import map, by its hash. */
function policyFor(html: string, { host }: Wishes): string {
  const [, map = ''] = /<script type="importmap">([\s\S]*?)<\/script>/.exec(html) ?? []
  const hash = createHash('sha256').update(map).digest('base64')
  return [
    "default-src 'none'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self'",
    // Not every browser takes a socket to the page’s own host for “self”.
    `connect-src 'self'${host ? ` ws://${host}` : ''}`,
    "img-src 'self' data: https:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
