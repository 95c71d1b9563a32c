import { expect, test } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { fillForm, labelsIn } from '../support/form.ts'
import { type Journey, startJourney } from '../support/journey.ts'
import { partsSentTo } from '../support/own-data.ts'
import { type SeenMessage, wordsIn } from '../support/person.ts'

const contact = 'U0ANNALIND'
const slackClock = movedClock(Date.now())
const inParts = await startJourney({ contact, slackClock })
const asFile = await startJourney({
  contact,
  slackClock: movedClock(Date.now()),
  scopes: ['files:write', 'files:read'],
})

test('sends everything as a file where the workspace lets it, above it what it is', async () => {
  const ivan = asFile.as('U0IVANPET')
  await fillForm(ivan, { note: 'Grüße an <@U0ANNALIND> & alle 👩‍👩‍👧' })
  await ivan.close()
  const seen = await ivan.command('/nats-level export')
  const [said, above, file] = seen.responses
  expect(said).toMatchObject({
    ephemeral: true,
    text: 'Your data is being put together: about 4 KB of JSON, in our direct message within a minute.',
  })
  expect(above?.text).toBe('Your NATS Level data, as of 23 November 2026, is attached.')
  expect(file?.files).toMatchObject([
    { name: 'nats-level-2026-11-23.json', title: 'NATS Level data, 23 November 2026' },
  ])
  expect(file?.channel).toBe(above?.channel)
  const data = JSON.parse(await contentOf(file))
  expect(data).toMatchObject({
    format: 'nats-level-export/1',
    asOf: '2026-11-23T09:00:00.000Z',
    workspace: { id: 'T0HARBOUR', name: 'Harbour Works' },
    person: { slackId: 'U0IVANPET', name: 'ivan', timeZone: 'Europe/Berlin', kind: 'member', active: true },
    skills: [
      {
        skill: 'nats-jetstream',
        latest: { number: 1, role: 'Backend Developer (Go)', level: 'Middle (2 of 5)', itemsMissingForNextLevel: 3 },
        assessments: [
          {
            number: 1,
            saidAt: '2026-11-23T09:00:00.000Z',
            through: 'command',
            kind: 'given',
            role: 'Backend Developer (Go)',
            level: 'Middle (2 of 5)',
            wording: 'version 1, of 2026-03-17',
            note: 'Grüße an <@U0ANNALIND> & alle 👩‍👩‍👧',
          },
        ],
      },
    ],
  })
  const [assessment] = data.skills[0].assessments
  expect(assessment.items).toHaveLength(6)
  expect(assessment.items).toContainEqual({
    item: 'go-middle-internals',
    asked: 'Understands internals and optimizes performance.',
    answer: 'with help',
  })
  expect(assessment.topics).toEqual([
    { topic: 'Pub/sub', rating: '3 · on my own' },
    { topic: 'Request/reply', rating: '3 · on my own' },
    { topic: 'Key-value store', rating: '2 · with help' },
    { topic: 'JetStream persistence', rating: '2 · with help' },
    { topic: 'Subject-based routing', rating: '1 · tried it' },
  ])
})

test('names the draft too, and the moments at which the person was seen', async () => {
  const leila = asFile.as('U0LEILAHAD')
  await leila.home()
  await leila.command('/nats-level')
  await leila.submit({ 'Your role': 'Backend Developer (Go)', 'assessment.level': 'Middle (2 of 5)' })
  await leila.submit(Object.fromEntries(labelsIn(await leila.view()).map((label) => [label, 'Not yet'])))
  await leila.close()
  const { responses } = await leila.command('/nats-level export')
  const data = JSON.parse(await contentOf(responses.at(-1)))
  expect(data.person).toMatchObject({
    firstSeenAt: '2026-11-23T09:00:00.000Z',
    homeTabLastOpenedAt: '2026-11-23T09:00:00.000Z',
  })
  expect(data.skills).toMatchObject([
    {
      assessments: [],
      draft: { goesOnWithStep: 3, level: 'Middle (2 of 5)', deletedAfter: '2026-11-30T09:00:00.000Z' },
    },
  ])
  expect(data.skills[0].draft.items).toHaveLength(6)
})

test('sends it in numbered parts where files are not allowed, one a second, and together they are the whole', async () => {
  const ivan = inParts.as('U0IVANPET')
  for (const nth of [1, 2, 3, 4]) {
    await fillForm(ivan, { note: `${nth} ${'👩‍👩‍👧 "quoted"\n'.repeat(40)}` })
    await ivan.close()
  }
  const seen = await ivan.command('/nats-level export')
  const [said, ...parts] = seen.responses
  expect(said?.text).toMatch(/^Your data is being put together: about \d+ KB of JSON, in our direct message/)
  expect(parts.map(({ text }) => text)).toEqual(
    parts.map((_, at) => `Part ${at + 1} of ${parts.length} of your NATS Level data, as of 23 November 2026.`),
  )
  expect(parts.length).toBeGreaterThan(3)
  expect(wordsIn(parts[1] ?? null)).toMatch(new RegExp(`^2 of ${parts.length}\n`))
  const texts = await partsSentTo(ivan)
  expect(texts.every((text) => text.length <= 3_500)).toBe(true)
  const data = JSON.parse(texts.join(''))
  expect(data.skills[0].assessments.map(({ note }: { note: string }) => note.charAt(0))).toEqual(['1', '2', '3', '4'])
  expect(await callsOf(inParts, 'files.getUploadURLExternal')).toEqual([])
})

test('waits as long as Slack says when it is asked to slow down, and loses and doubles nothing', async () => {
  const leila = inParts.as('U0LEILAHAD')
  await fillForm(leila, { note: 'x'.repeat(1_000) })
  await leila.close()
  await arm(inParts, { method: 'chat.postMessage', kind: '429', times: 2, retry_after: 7 })
  const seen = await leila.command('/nats-level export')
  expect(seen.responses.slice(1).map(({ text }) => text.slice(0, 11))).toEqual(['Part 1 of 2', 'Part 2 of 2'])
  expect(JSON.parse((await partsSentTo(leila)).join('')).person.slackId).toBe('U0LEILAHAD')
})

test.each(['files.getUploadURLExternal', 'chat.postMessage', 'files.completeUploadExternal'])(
  'waits for %s too, and sends one file under one message',
  async (method) => {
    const maria = asFile.as('U0MARIAKOW')
    await fillForm(maria)
    await maria.close()
    await arm(asFile, { method, kind: '429', times: 2, retry_after: 7 })
    const { responses } = await maria.command('/nats-level export')
    expect(responses.map(({ text, files = [] }) => [text.slice(0, 20), files.length])).toEqual([
      ['Your data is being p', 0],
      ['Your NATS Level data', 0],
      ['', 1],
    ])
  },
)

test('gives up after five tries, so that nobody waits for ever', async () => {
  const jonas = inParts.as('U0JONASWEB')
  await fillForm(jonas)
  await jonas.close()
  await arm(inParts, { method: 'chat.postMessage', kind: '429', times: 5, retry_after: 60 })
  const seen = await jonas.command('/nats-level export')
  expect(inParts.takeTroubles()).toHaveLength(1)
  expect(seen.responses.at(-1)?.text).toMatch(/^Your data may not have arrived in full\./)
  expect((await jonas.command('/nats-level export')).responses.at(-1)?.text).toMatch(/^Part (\d+) of \1 /)
})

test.each(['500', 'reset_before', 'reset_after'])('says so in one sentence when it breaks off by %s', async (kind) => {
  const jonas = inParts.as('U0JONASWEB')
  await fillForm(jonas)
  await jonas.close()
  slackClock.advance(2_000)
  await arm(inParts, { method: 'chat.postMessage', kind, times: 1 })
  const seen = await jonas.command('/nats-level export')
  const trouble = inParts.takeTroubles().at(-1)
  expect(wordsIn(seen.responses.at(-1) ?? null)).toBe(
    `Your data may not have arrived in full. Type \`/nats-level export\` to get all of it again; if it happens twice, give <@U0ANNALIND> this reference: ${trouble?.ref}.`,
  )
})

test('goes on in parts where Slack says at the upload that the scope is missing', async () => {
  const jonas = asFile.as('U0JONASWEB')
  await fillForm(jonas)
  await jonas.close()
  await regrant(asFile, { revoke: ['files:write'] })
  const seen = await jonas.command('/nats-level export')
  asFile.takeRefusals('missing_scope')
  expect(seen.responses.at(-1)?.text).toMatch(/^Part (\d+) of \1 of your NATS Level data, as of 23 November 2026\.$/)
  await regrant(asFile, { grant: ['files:write'] })
})

test.each([
  ['500', 0],
  ['reset_before', 0],
  ['reset_after', 1],
])(
  'leaves no message that promises a file which %s keeps from being attached, or from being said to be',
  async (kind, files) => {
    const ines = asFile.as('U0INESMOUR')
    await fillForm(ines)
    await ines.close()
    const before = (await ines.messages()).length
    await arm(asFile, { method: 'files.completeUploadExternal', kind, times: 1 })
    await ines.command('/nats-level export')
    const trouble = asFile.takeTroubles().at(-1)
    const messages = (await ines.messages()).slice(before)
    expect(messages.filter((message) => message.files)).toHaveLength(files)
    const texts = messages.map(({ text }) => text)
    expect(texts).toContain('The file with your NATS Level data, as of 23 November 2026, may not have arrived.')
    expect(texts).not.toContain('Your NATS Level data, as of 23 November 2026, is attached.')
    expect(texts.at(-1)).toContain(String(trouble?.ref))
  },
)

test('breaks off, and is told and logged once, where the account is closed in the middle', async () => {
  const aroha = asFile.as('U0AROHATEK')
  await fillForm(aroha)
  await aroha.close()
  await arm(asFile, { method: 'chat.postMessage', kind: 'deactivated', times: 1 })
  const seen = await aroha.command('/nats-level export')
  asFile.takeRefusals('channel_not_found')
  const troubles = asFile.takeTroubles()
  expect(troubles).toMatchObject([{ at: '/nats-level', err: { slack: 'channel_not_found' } }])
  expect(seen.responses.slice(1).map(({ text }) => text)).toEqual([expect.stringContaining(String(troubles[0]?.ref))])
})

test('names the permission that a very large export needs, and sends nothing of it in pieces', async () => {
  const tomas = inParts.as('U0TOMASREG')
  await fillForm(tomas)
  await tomas.close()
  await inParts.database.sql(`
    insert into assessment
    select a.workspace_id, a.person_id, a.skill, n, a.said_at, a.via, 'confirmed', a.role, a.level, a.profile_version, a.answers, a.ratings
    from assessment a
    join person p on p.id = a.person_id
    cross join generate_series(2, 30) n
    where p.slack_id = 'U0TOMASREG'`)
  const before = (await tomas.messages()).length
  const seen = await tomas.command('/nats-level export')
  expect(seen.responses.map((message) => wordsIn(message))).toEqual([
    'This export needs the permission to send files. <@U0ANNALIND> can grant it; a copy by command line is possible until then.',
  ])
  expect((await tomas.messages()).length).toBe(before + 1)
})

test('comes from the Home tab too, and tells in a window what is coming', async () => {
  const leila = asFile.as('U0LEILAHAD')
  await fillForm(leila)
  await leila.close()
  await leila.home()
  const seen = await leila.click('home.more', { in: 'home', value: 'Export my data' })
  expect(seen.view?.title.text).toBe('Your data')
  expect(wordsIn(seen.view)).toMatch(/^Your data is being put together: about \d KB of JSON/)
  expect(seen.responses.at(-1)?.files).toHaveLength(1)
  await leila.close()
})

test('comes before an erasure too, which stays possible', async () => {
  const grace = asFile.as('U0GRACEOKO')
  await fillForm(grace)
  await grace.close()
  await grace.command('/nats-level forget')
  const seen = await grace.click('Export first', { in: 'message' })
  expect(seen.responses.at(-1)?.files).toHaveLength(1)
  const done = await grace.click('Erase my data', { in: 'message' })
  expect(wordsIn(done.responses.at(-1) ?? null)).toContain('Erased: 1 assessment')
})

test('says that nothing is stored about somebody new, and stores nothing for having been asked', async () => {
  const pavel = asFile.as('U0PAVELDOR')
  const seen = await pavel.command('/nats-level export')
  expect(seen.responses.map(({ text }) => text)).toEqual([
    'Nothing about you is stored, so there is nothing to send or to erase.',
  ])
  expect(await asFile.database.sql("select from person where slack_id = 'U0PAVELDOR'")).toEqual([])
})

async function contentOf(message: SeenMessage | undefined): Promise<string> {
  const [file] = message?.files ?? []
  const answer = await fetch(String(file?.url_private), { headers: { authorization: `Bearer ${asFile.botToken}` } })
  expect(answer.status).toBe(200)
  return answer.text()
}

async function arm(journey: Journey, fault: object): Promise<void> {
  await control(journey, 'faults', fault)
}

async function regrant(journey: Journey, change: object): Promise<void> {
  await control(journey, 'scopes', change)
}

async function control(journey: Journey, path: string, body: object): Promise<void> {
  const answer = await fetch(`${journey.sandboxUrl}/control/${path}`, { method: 'POST', body: JSON.stringify(body) })
  expect(await answer.json()).toMatchObject({ ok: true })
}

async function callsOf(journey: Journey, method: string) {
  return (await journey.journal()).filter((entry) => entry.kind === 'api' && entry.method === method)
}
