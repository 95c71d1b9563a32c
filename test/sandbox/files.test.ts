import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { type Json, record, records, text } from '../../sandbox/json.ts'
import { actAs, journal, type Seen } from '../support/person.ts'
import { control } from './api.ts'
import { type Stage, startStage } from './bot.ts'
import { otherCompany, smallCompany } from './company.ts'
import { manifestWith } from './manifests.ts'
import { field, windowOf } from './windows.ts'

const manifest = manifestWith({ scopes: ['chat:write', 'commands', 'files:read', 'files:write'] })
const CSV = 'person,level\nAda,3\nMåns,2\n'
const BYTES = Buffer.byteLength(CSV)
let stage: Stage

beforeAll(async () => {
  stage = await startStage({
    clock: movedClock(Date.UTC(2026, 10, 23, 8)),
    company: smallCompany,
    workspaces: [{ company: otherCompany }],
    manifest: manifest.path,
    limits: { off: true },
  })
})
beforeEach(async () => void (await control(stage.sandbox.url, 'reset', {})))
afterAll(async () => {
  await stage.close()
  manifest.remove()
})

const call = (method: string, args: Json): Promise<Json> => stage.bot.call(method, args)
const begin = (args: Json = {}): Promise<Json> =>
  call('files.getUploadURLExternal', { filename: 'team.csv', length: BYTES, ...args })

async function send(url: unknown, body: string | FormData): Promise<readonly [number, string]> {
  const response = await fetch(text(url), { method: 'POST', body })
  return [response.status, await response.text()]
}

/** A file that was promised and sent, and waits to be completed. */
async function sent(): Promise<unknown> {
  const { upload_url, file_id } = await begin()
  await send(upload_url, CSV)
  return file_id
}

async function openDm(): Promise<unknown> {
  return (await call('chat.postMessage', { channel: 'U0ADA', text: 'Here it comes.' })).channel
}

const bearer = (whose = 0): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${stage.sandbox.workspaces[whose]?.botToken}`,
})

describe('a file from the app', () => {
  it('is promised, sent and completed, and stands in the conversation as a message', async () => {
    const channel = await openDm()
    const { ok, upload_url, file_id } = await begin()
    expect(ok).toBe(true)
    expect(await send(upload_url, CSV)).toEqual([200, `OK - ${BYTES}`])
    const completed = await call('files.completeUploadExternal', {
      files: [{ id: file_id, title: 'Your team' }],
      channel_id: channel,
      initial_comment: 'Everything, as a table.',
    })
    expect(completed).toMatchObject({
      ok: true,
      files: [{ id: file_id, name: 'team.csv', title: 'Your team', filetype: 'csv', size: BYTES, ims: [channel] }],
    })
    const messages = await actAs(stage.sandbox.url, 'U0ADA').messages()
    expect(messages.at(-1)).toMatchObject({
      channel,
      user: 'U0NATSBOT0',
      text: 'Everything, as a table.',
      files: [{ id: file_id, title: 'Your team' }],
    })
    expect(await control(stage.sandbox.url, `file?user=U0ADA&file=${text(file_id)}`)).toMatchObject({ text: CSV })
    expect((await control(stage.sandbox.url, `file?user=U0BEN&file=${text(file_id)}`)).ok).toBe(false)
  })

  it('may be sent as a form, as browsers do', async () => {
    const { upload_url, file_id } = await begin()
    const form = new FormData()
    form.set('filename', 'team.csv')
    form.set('file', new Blob([CSV]), 'team.csv')
    expect(await send(upload_url, form)).toEqual([200, `OK - ${BYTES}`])
    expect(await call('files.completeUploadExternal', { files: [{ id: file_id }] })).toMatchObject({
      files: [{ title: 'team.csv', channels: [], ims: [] }],
    })
  })

  it('goes to a person by their id only as one of `channels`', async () => {
    const refused = await call('files.completeUploadExternal', { files: [{ id: await sent() }], channel_id: 'U0ADA' })
    expect(refused).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] input must match regex pattern: ^[CGDZ][A-Z0-9]{8,}$ [json-pointer:/channel_id]'],
      },
    })
    const done = await call('files.completeUploadExternal', { files: [{ id: await sent() }], channels: 'U0ADA' })
    expect(done.ok).toBe(true)
    expect(await actAs(stage.sandbox.url, 'U0ADA').messages()).toMatchObject([{ files: [{ name: 'team.csv' }] }])
  })

  it.each([
    ['a channel that is not there', { channel_id: 'C0NOWHERE0' }, 'channel_not_found'],
    ['a channel without the app', { channel_id: 'C0OUTSIDE0' }, 'not_in_channel'],
    ['an archived channel', { channel_id: 'C0ATTIC000' }, 'is_archived'],
    ['words for nobody', { initial_comment: 'Hello?' }, 'invalid_arguments'],
  ])('is not shared with %s, and can still be completed', async (_what, more, error) => {
    const files = [{ id: await sent() }]
    expect((await call('files.completeUploadExternal', { files, ...more })).error).toBe(error)
    expect((await call('files.completeUploadExternal', { files })).ok).toBe(true)
  })

  it('cannot be completed before it was sent, or twice', async () => {
    const { upload_url, file_id } = await begin()
    const complete = (): Promise<Json> => call('files.completeUploadExternal', { files: [{ id: file_id }] })
    expect((await complete()).error).toBe('file_not_found')
    await send(upload_url, CSV)
    expect((await complete()).ok).toBe(true)
    expect((await complete()).error).toBe('file_not_found')
  })

  it('must be as long as was said, and is sent once', async () => {
    const { upload_url } = await begin({ length: BYTES + 1 })
    expect((await send(upload_url, CSV))[0]).toBe(400)
    const second = await begin()
    await send(second.upload_url, CSV)
    expect((await send(second.upload_url, CSV))[0]).toBe(404)
    expect((await send(`${stage.sandbox.url}/upload/v1/T0SMALL/guessed`, CSV))[0]).toBe(404)
  })

  it.each([
    [{ length: 0 }, 'invalid_arguments'],
    [{ length: 10_000_001 }, 'file_upload_size_restricted'],
    [{ filename: '' }, 'invalid_arguments'],
  ])('cannot be promised as %j', async (args, error) => {
    expect((await begin(args)).error).toBe(error)
  })

  it('leaves no address to upload to in the journal', async () => {
    const { upload_url } = await begin()
    await send(upload_url, CSV)
    const key = text(upload_url).split('/').at(-1) ?? ''
    const written = await journal(stage.sandbox.url)
    expect(JSON.stringify(written)).not.toContain(key)
    expect(written.at(-1)).toMatchObject({ kind: 'file', upload: 'taken', bytes: BYTES })
  })
})

describe('a download', () => {
  const uploaded = async (): Promise<Json> => {
    const { files } = await call('files.completeUploadExternal', { files: [{ id: await sent() }] })
    return records(files)[0] ?? {}
  }

  it('gives the bytes to whoever shows the token', async () => {
    const file = await uploaded()
    for (const url of [file.url_private, file.url_private_download]) {
      const response = await fetch(text(url), { headers: bearer() })
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv'])
      expect(await response.text()).toBe(CSV)
    }
    expect((await call('files.info', { file: file.id })).file).toMatchObject({ id: file.id, mimetype: 'text/csv' })
  })

  it.each([
    ['no token', () => ({})],
    ['a wrong token', () => ({ authorization: 'Bearer xoxb-1-2-abc' })],
    ['the token of another workspace', () => bearer(1)],
  ])('leads to the page where people sign in with %s', async (_what, headers) => {
    const { url_private } = await uploaded()
    const response = await fetch(text(url_private), { headers: headers(), redirect: 'manual' })
    expect(response.status).toBe(302)
    const followed = await fetch(text(url_private), { headers: headers() })
    expect(followed.headers.get('content-type')).toBe('text/html; charset=utf-8')
  })

  it('leads there without files:read, too', async () => {
    const { url_private } = await uploaded()
    await control(stage.sandbox.url, 'scopes', { revoke: ['files:read'] })
    expect((await fetch(text(url_private), { headers: bearer(), redirect: 'manual' })).status).toBe(302)
  })
})

describe('on a bad day', () => {
  const arm = (method: string, kind: string): Promise<Json> => control(stage.sandbox.url, 'faults', { method, kind })

  it('an upload is turned away, and may be tried again', async () => {
    const { upload_url } = await begin()
    await arm('upload', '500')
    expect((await send(upload_url, CSV))[0]).toBe(500)
    expect(await send(upload_url, CSV)).toEqual([200, `OK - ${BYTES}`])
  })

  it('an upload arrives, and nobody says so', async () => {
    const { upload_url, file_id } = await begin()
    await arm('upload', 'reset_after')
    await expect(send(upload_url, CSV)).rejects.toThrow('fetch failed')
    expect(await call('files.completeUploadExternal', { files: [{ id: file_id }] })).toMatchObject({ ok: true })
  })

  it('a download is asked for too often', async () => {
    const { files } = await call('files.completeUploadExternal', { files: [{ id: await sent() }] })
    const url = text(records(files)[0]?.url_private)
    await arm('download', '429')
    const answers = [await fetch(url, { headers: bearer() }), await fetch(url, { headers: bearer() })]
    expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
      [429, '1'],
      [200, null],
    ])
  })

  it('* stands for methods alone', async () => {
    const { upload_url } = await begin()
    await arm('*', '500')
    expect((await send(upload_url, CSV))[0]).toBe(200)
  })
})

describe('a file that a person picks in a window', () => {
  const csvField = (element: Json = {}): Json => field('csv', 'Your table', { type: 'file_input', ...element })

  async function pick(files: unknown, element: Json = {}): Promise<Seen> {
    const ada = actAs(stage.sandbox.url, 'U0ADA')
    const view = windowOf([csvField(element)])
    stage.bot.answers('command', async ({ trigger_id }) => void (await call('views.open', { trigger_id, view })))
    await ada.command('/small')
    return ada.submit({ 'Your table': files })
  }

  it('reaches the app as a file object in the state, which it can download', async () => {
    const seen = await pick({ name: 'team.csv', content: CSV }, { filetypes: ['csv'], max_files: 1 })
    expect(seen.errors).toBeUndefined()
    const { view } = stage.bot.received.findLast(({ kind }) => kind === 'view_submission')?.payload ?? {}
    const { csv } = record(record(record(view).state).values)
    const value = record(record(csv)['csv.value'])
    const [file = {}] = records(value.files)
    expect(value.type).toBe('file_input')
    expect(file).toMatchObject({ name: 'team.csv', user: 'U0ADA', filetype: 'csv', size: BYTES, mode: 'hosted' })
    expect(await (await fetch(text(file.url_private_download), { headers: bearer() })).text()).toBe(CSV)
  })

  it('may be given as base64', async () => {
    const content = Buffer.from([0, 255, 1]).toString('base64')
    await pick({ name: 'a.bin', content, encoding: 'base64' })
    const { view } = stage.bot.received.findLast(({ kind }) => kind === 'view_submission')?.payload ?? {}
    const { csv } = record(record(record(view).state).values)
    expect(records(record(record(csv)['csv.value']).files)).toMatchObject([{ name: 'a.bin', size: 3 }])
  })

  it('must be there where the field is required', async () => {
    expect((await pick([])).errors).toEqual({ csv: 'Please complete this required field.' })
  })

  it.each([
    ['of another kind', { name: 'team.pdf', content: '' }, 'csv takes csv, txt only, found “team.pdf”.'],
    ['too many', [1, 2, 3], 'csv takes at most 2 files, found 3.'],
    ['no file at all', 'team.csv', 'csv takes files as {"name": …, "content": …}, found "team.csv".'],
    ['of an unknown encoding', { name: 'a.csv', content: '', encoding: 'rot13' }, '“encoding” is "rot13"; expected'],
    [
      'too large',
      { name: 'a.csv', content: 'x'.repeat(10_000_001) },
      'csv takes files of at most 10000000 bytes, found 10000001 in “a.csv”.',
    ],
  ])('cannot be picked when it is %s', async (_what, files, sentence) => {
    expect((await pick(files, { filetypes: ['csv', 'txt'], max_files: 2 })).error).toContain(sentence)
  })
})
