import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { expectNoSeriousAxe } from '../support/axe.ts'
import { inBrowser } from '../support/browser.ts'

/** A page of one’s own on this machine, under the strictest policy for scripts. */
async function served(html: string): Promise<string> {
  const server = createServer((request, response) => {
    const found = request.url === '/'
    response.writeHead(found ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "script-src 'self'",
    })
    response.end(found ? `<!doctype html><html lang="en"><title>A page</title>${html}</html>` : '')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}/`
}

inBrowser('the watch over a page', ({ open, takeComplaints }) => {
  test('it hears what the console says, and what does not arrive', async () => {
    const page = await open(await served('<h1>A page</h1><img src="/nowhere.png" alt="Nothing">'))
    await page.evaluate("console.error('Something broke.')")
    await page.evaluate("setTimeout(() => { throw new Error('Thrown.') })")
    await page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")
    const heard: string[] = []
    const sorted = () => {
      heard.push(...takeComplaints())
      return heard.toSorted()
    }
    await expect
      .poll(sorted)
      .toEqual([
        expect.stringMatching(/^console: Failed to load resource: net::/),
        expect.stringMatching(/^console: Failed to load resource: the server responded with a status of 404/),
        expect.stringMatching(/^console: Something broke\./),
        expect.stringMatching(/^request: GET http:\/\/127\.0\.0\.1:9\/ failed: net::/),
        expect.stringMatching(/^uncaught: Error: Thrown\./),
      ])
  })

  test('it lets nothing leave this machine', async () => {
    const page = await open(await served('<h1>A page</h1>'))
    await page.evaluate("fetch('http://elsewhere.example/').catch(() => 0)")
    await page.evaluate("new Promise((resolve) => { new WebSocket('ws://elsewhere.example/').onclose = resolve })")
    const complaints = takeComplaints().join('\n')
    expect(complaints).toContain('http://elsewhere.example/ is not on this machine')
    expect(complaints).toContain('ws://elsewhere.example/ is not on this machine')
  })

  test('it says which element keeps somebody out, and why', async () => {
    const page = await open(await served('<main><h1>A page</h1><button id="blank"></button></main>'))
    await expect(expectNoSeriousAxe(page)).rejects.toThrow(/critical · button-name: .*\n.*at #blank/)
  })
})
