import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebClient } from '@slack/web-api'
import { afterAll, beforeEach, expect, it, test } from 'vitest'
import { downloadFile } from '../../src/slack/files.ts'

/** Slack’s answer to `files.info`, and what stands at the file’s address. */
let info: object
let file: { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }
let fetched: (string | undefined)[]

const server = createServer((request, response) => {
  if (request.url?.startsWith('/api/')) response.end(JSON.stringify(info))
  else {
    fetched.push(request.headers.authorization)
    response.writeHead(file.status, file.headers).end(file.body)
  }
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const slack = new WebClient('xoxb-test', { slackApiUrl: `${own}/api/`, retryConfig: { retries: 0 } })
afterAll(() => void server.close())

beforeEach(() => {
  file = { status: 200, body: 'a,b\n' }
  fetched = []
  described({})
})

it('fetches a file with the token', async () => {
  expect(await download()).toEqual({ kind: 'bytes', bytes: Buffer.from('a,b\n') })
  expect(fetched).toEqual(['Bearer xoxb-test'])
})

test.each([
  ['somebody else’s', { user: 'U2' }],
  ['of an unknown shape', { url_private: 7 }],
])('a file that is %s is not fetched', async (_, change) => {
  described(change)
  expect(await download()).toEqual({ kind: 'gone' })
  expect(fetched).toEqual([])
})

test.each(['file_not_found', 'file_deleted', 'missing_scope'])('a file is gone where Slack says %s', async (error) => {
  info = { ok: false, error }
  expect(await download()).toEqual({ kind: 'gone' })
})

it.each([
  ['https://files.slack.com.example.org', own],
  ['http://files.slack.com', own],
  ['http://slack.com', 'https://slack.com'],
])('does not take the token to %s, beside a Web API at %s', async (host, api) => {
  const from = { files: slack.files, token: slack.token, slackApiUrl: `${api}/api/` } as WebClient
  described({ url_private: `${host}/list.csv` })
  await expect(downloadFile(from, 'F1', { of: 'U1', most: 100 })).rejects.toThrow(
    `found an address at ${host}, expected one at https://files.slack.com or ${api}`,
  )
})

it('follows no way to a page for signing in', async () => {
  file = { status: 302, body: '', headers: { location: `${own}/sign-in` } }
  expect(await download()).toEqual({ kind: 'gone' })
  expect(fetched).toHaveLength(1)
})

it('believes no file about its size', async () => {
  described({ size: 101 })
  expect(await download()).toEqual({ kind: 'too-large' })
  expect(fetched).toEqual([])
  described({ size: 4 })
  file = { status: 200, body: 'x'.repeat(101) }
  expect(await download()).toEqual({ kind: 'too-large' })
})

it('throws where Slack’s files are away', async () => {
  file = { status: 503, body: '' }
  await expect(download()).rejects.toThrow('the download of a file: found HTTP 503, expected 200')
})

function described(change: object): void {
  info = { ok: true, file: { user: 'U1', size: 4, url_private: `${own}/list.csv`, ...change } }
}

function download() {
  return downloadFile(slack, 'F1', { of: 'U1', most: 100 })
}
