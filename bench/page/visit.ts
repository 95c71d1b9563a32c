import { EventEmitter, once } from 'node:events'
import type { Browser, CDPSession } from 'playwright-core'

/** What one visit with an empty cache cost, until the sentence stood on the screen. */
export interface Visit {
  /** From the start of the navigation to the frame after the sentence came into the document. */
  readonly milliseconds: number
  /** Bytes over the wire with their headers, as the browser counts them; what a socket brought as its text. */
  readonly bytes: Readonly<Record<Kind, number>>
  /** JavaScript heap after a collection. */
  readonly heap: number
}

export const kinds = ['HTML', 'own JS', 'packages', 'CSS', 'JSON', 'live', 'other'] as const
type Kind = (typeof kinds)[number]

/** @throws when the sentence does not come within ten seconds. */
export async function visit(browser: Browser, url: string, sentence: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  try {
    const page = await context.newPage()
    const wire = await context.newCDPSession(page)
    const bytes = await weigh(wire)
    const heard = new EventEmitter()
    const shown = once(heard, 'shown', { signal: AbortSignal.timeout(10_000) }).catch(() => [])
    await page.exposeFunction('sentenceShown', (at: number) => heard.emit('shown', at))
    await page.addInitScript(watchFor(sentence))
    await page.goto(url)
    const [milliseconds]: number[] = await shown
    if (milliseconds === undefined) throw new Error(`${url}: found no “${sentence}” within ten seconds.`)
    // Whatever was asked for by then belongs to it.
    await page.waitForLoadState('networkidle')
    return { milliseconds, bytes: { ...bytes }, heap: await heapOf(wire) }
  } finally {
    await context.close()
  }
}

/** Runs in the page, before anything of its own. */
function watchFor(sentence: string): string {
  return `new MutationObserver((_, observer) => {
    if (!document.body?.textContent.includes(${JSON.stringify(sentence)})) return
    observer.disconnect()
    requestAnimationFrame(() => setTimeout(() => globalThis.sentenceShown(performance.now())))
  }).observe(document, { childList: true, subtree: true, characterData: true })`
}

async function weigh(wire: CDPSession): Promise<Record<Kind, number>> {
  const bytes: Record<Kind, number> = { HTML: 0, 'own JS': 0, packages: 0, CSS: 0, JSON: 0, live: 0, other: 0 }
  const kindOf = new Map<string, Kind>()
  wire.on('Network.responseReceived', ({ requestId, response, type }) => {
    kindOf.set(requestId, kindFor(new URL(response.url).pathname, type, response.mimeType))
  })
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes[kindOf.get(requestId) ?? 'other'] += encodedDataLength
  })
  wire.on('Network.webSocketFrameReceived', ({ response }) => {
    bytes.live += Buffer.byteLength(response.payloadData)
  })
  await wire.send('Network.enable')
  return bytes
}

function kindFor(path: string, type: string, mime: string): Kind {
  if (mime === 'application/json') return 'JSON'
  if (path.startsWith('/vendor/')) return 'packages'
  if (type === 'Document') return 'HTML'
  if (type === 'Script') return 'own JS'
  return type === 'Stylesheet' ? 'CSS' : 'other'
}

async function heapOf(wire: CDPSession): Promise<number> {
  await wire.send('HeapProfiler.collectGarbage')
  await wire.send('Performance.enable')
  const { metrics } = await wire.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN
}
