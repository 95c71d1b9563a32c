import { readdirSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { pageFile } from '../../sandbox/page.ts'

const page = new URL('../../sandbox/page/', import.meta.url)

describe('the page', () => {
  it.each(['/', '/gallery'])('is the same file at %s, and runs nothing but its own', async (path) => {
    const served = await pageFile(path, {})
    const html = served?.body.toString('utf8') ?? ''
    expect(served?.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(served?.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self' 'sha256-[A-Za-z0-9+/]+='; style-src 'self'/,
    )
    expect(html).toContain('<script type="importmap">')
  })

  it('may speak to the very host it came from, by socket too', async () => {
    const { headers } = (await pageFile('/', { host: '127.0.0.1:3030' })) ?? {}
    expect(headers?.['content-security-policy']).toContain("connect-src 'self' ws://127.0.0.1:3030;")
  })

  it('finds every file that it names', async () => {
    const html = (await pageFile('/', {}))?.body.toString('utf8') ?? ''
    const named = [...html.matchAll(/"(\/(?:page|vendor)\/[^"]+)"/g)].map(([, path = '']) => path)
    expect(named.length).toBeGreaterThan(8)
    for (const path of named) expect([path, (await pageFile(path, {}))?.status]).toEqual([path, 200])
  })

  it('has every one of its modules at an address', async () => {
    const modules = readdirSync(page, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(js|css|svg)$/.test(name),
    )
    for (const name of modules) expect([name, (await pageFile(`/page/${name}`, {}))?.status]).toEqual([name, 200])
  })

  it('goes out packed to a browser that can unpack it, as it is to another', async () => {
    const plain = await pageFile('/page/main.js', {})
    const packed = await pageFile('/page/main.js', { 'accept-encoding': 'br, gzip' })
    expect(plain?.headers['content-encoding']).toBeUndefined()
    expect(packed?.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(packed?.body ?? '')).toEqual(plain?.body)
  })

  it('is not sent again to a browser that has it', async () => {
    const { headers } = (await pageFile('/page/main.js', {})) ?? {}
    const again = await pageFile('/page/main.js', { 'if-none-match': headers?.etag })
    expect(again).toMatchObject({ status: 304, body: Buffer.alloc(0) })
  })

  it.each([
    '/page/../server.ts',
    '/page/tsconfig.json',
    '/page/main.ts',
    '/page//main.js',
    '/page/%2e%2e/server.js',
    '/page/nothing.js',
    '/vendor/pg.js',
    '/vendor/../package.json',
  ])('has nothing at %s', async (path) => {
    expect(await pageFile(path, {})).toBeUndefined()
  })
})
