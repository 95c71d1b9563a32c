import { describe, expect, it, test } from 'vitest'
import { fillForm, labelsIn } from '../support/form.ts'
import { startJourney } from '../support/journey.ts'
import { type Person, type Seen, type SeenView, wordsIn } from '../support/person.ts'

// A Monday, ten in the morning in Berlin.
const anna = { workspaceId: 'T0HARBOUR', slackId: 'U0ANNALIND' }
const journey = await startJourney({ letters: true, adminIds: [anna] })
const { database } = journey
const admin = journey.as(anna.slackId)
const [ivan, maria, jonas, pavel] = ['U0IVANPET', 'U0MARIAKOW', 'U0JONASWEB', 'U0PAVELDOR'].map(journey.as) as [
  Person,
  Person,
  Person,
  Person,
]

describe('the settings', () => {
  it('open with a line for each thing that can be set, and the ways out', async () => {
    const { view } = await ivan.command('/nats-level settings')
    expect(view?.title.text).toBe('Settings')
    expect(wordsIn(view).split('\n')).toEqual([
      '*Hours and days*',
      '09:00–17:00, Monday to Friday · as everybody here',
      'Europe/Berlin, from Slack',
      'Change',
      '*Days off*',
      'None ahead.',
      'Change',
      '*Manager*',
      'Nobody is on record.',
      'Change',
      '*Who may see my level*',
      'Only you.',
      'Change',
      '*Never pair me with*',
      'Nobody is on this list.',
      'Change',
      '*Messages*',
      'Your notes are read by you alone.',
      'Change',
      'Join the check-in',
      'Who has seen my level',
      'Export my data',
      'Erase my data',
    ])
  })

  it('take hours in a form of their own, and the line changes', async () => {
    const form = await ivan.click('directory.settings.hours')
    expect(labelsIn(form.view)).toEqual(['Start', 'End', 'Days'])
    const wrong = await ivan.submit({ Start: '17:00', End: '16:00' })
    expect(wrong.errors).toEqual({ 'directory.settings.hours.end': 'The end (16:00) is before the start (17:00).' })
    const saved = await ivan.submit({ Start: '07:30', End: '15:30', Days: ['Monday', 'Tuesday', 'Wednesday'] })
    expect(saved.view?.callback_id).toBe('directory.settings')
    expect(lineOf(saved.view, 'Hours and days')).toBe('07:30–15:30, Monday to Wednesday\nEurope/Berlin, from Slack')
  })

  it('take days off with an end, and give them back', async () => {
    await ivan.click('directory.settings.away')
    expect(await ivan.submit({ 'First day': '2026-12-21', 'Last day': '2026-12-18' })).toMatchObject({
      errors: { 'directory.settings.away.last': 'The last day (Fri 18 Dec) is before the first (Mon 21 Dec).' },
    })
    const saved = await ivan.submit({ 'Last day': '2027-01-01' })
    expect(lineOf(saved.view, 'Days off')).toBe('• Mon 21 Dec to Fri 1 Jan 2027 · days off')
    await ivan.click('directory.settings.away')
    const long = await ivan.submit({
      'Days off or a pause': 'Pause everything',
      'First day': '2026-12-01',
      'Last day': '2027-06-30',
    })
    expect(long.errors).toEqual({
      'directory.settings.away.last': 'That would be 212 days; a pause lasts 180 at most, here until Sat 29 May 2027.',
    })
    const without = await ivan.click('Take back')
    expect(without.view?.callback_id).toBe('directory.settings.away.save')
    expect(wordsIn(without.view)).not.toContain('Take back')
    expect(JSON.stringify(without.view?.state.values)).toContain('2027-06-30')
    expect(lineOf((await ivan.close()).view, 'Days off')).toBe('None ahead.')
  })

  it('open a level to people of the workspace, each until a day', async () => {
    const form = await ivan.click('directory.settings.share')
    expect(JSON.stringify(form.view)).toContain('"initial_date":"2027-02-21"')
    const people = 'People who may see my level'
    expect(await ivan.submit({ [people]: ['Kenji Morikubo', 'U0PAVELDOR'] })).toMatchObject({
      errors: {
        'directory.settings.share.people':
          'kenji is a guest; only members of this workspace can be chosen. Take them off the list; everybody else can stay.',
      },
    })
    const saved = await ivan.submit({ [people]: ['U0PAVELDOR'] })
    expect(lineOf(saved.view, 'Who may see my level')).toBe('You. Opened to:\n• <@U0PAVELDOR> until Sun 21 Feb 2027')
    expect(await database.sql('select count(*)::int from opened_to')).toEqual([{ count: 1 }])
  })

  it('keep a list that nobody else sees', async () => {
    await ivan.click('directory.settings.never')
    expect(await ivan.submit({ 'Never pair me with': ['U0IVANPET'] })).toMatchObject({
      errors: { 'directory.settings.never.people': 'You are on the list yourself; nobody is paired with themselves.' },
    })
    const saved = await ivan.submit({ 'Never pair me with': ['U0MARIAKOW'] })
    expect(lineOf(saved.view, 'Never pair me with')).toBe('1 person is on this list. Only you can see it.')
    const again = await ivan.click('directory.settings.never')
    expect(JSON.stringify(again.view)).toContain('"initial_users":["U0MARIAKOW"]')
    await ivan.close()
    await maria.command('/nats-level settings')
    expect(JSON.stringify((await maria.click('directory.settings.never')).view)).not.toContain('U0IVANPET')
  })

  it('share notes with whom they are ticked for', async () => {
    await ivan.click('directory.settings.messages')
    const saved = await ivan.submit({ 'Who may read my notes': ['My manager', 'My mentor'] })
    expect(lineOf(saved.view, 'Messages')).toBe('You share your notes with your manager and your mentor.')
  })

  it('name a manager, and nobody again', async () => {
    await ivan.click('directory.settings.manager')
    expect(await ivan.submit({ 'Your manager': 'U0IVANPET' })).toMatchObject({
      errors: { 'directory.settings.manager.person': 'That is you; choose the person who leads you.' },
    })
    const saved = await ivan.submit({ 'Your manager': 'U0MARIAKOW' })
    expect(lineOf(saved.view, 'Manager')).toBe('<@U0MARIAKOW>, from your own settings, Mon 23 Nov 2026')
    await ivan.click('directory.settings.manager')
    const nobody = await ivan.submit({ 'Your manager': null })
    expect(lineOf(nobody.view, 'Manager')).toBe('Nobody is on record.')
  })

  it('lead to one’s own data, in a window on top of them', async () => {
    const asked = await ivan.click('Erase my data')
    expect(asked.view?.title.text).toBe('Erase your data')
    expect((await ivan.close()).view?.title.text).toBe('Settings')
    await ivan.close()
  })
})

describe('the check-in', () => {
  it('is joined from the settings, and shows there and on Home', async () => {
    expect(wordsIn((await jonas.home()).view)).toContain(
      'You are not in the quarterly check-in. You can keep your level here; only you see it.',
    )
    await jonas.command('/nats-level settings')
    const joined = await jonas.click('Join the check-in')
    expect(wordsIn(joined.view)).toContain('Leave the check-in')
    expect(lineOf(joined.view, 'Who may see my level')).toBe('You and the programme’s admins.')
    await jonas.close()
    expect(await lastHomeOf('U0JONASWEB')).not.toContain('You are not in the quarterly check-in')
  })

  it('is left and joined by word, and a level stays', async () => {
    await fillForm(jonas)
    await jonas.close()
    expect(textOf(await jonas.command('/nats-level join'))).toMatch(/^You are in the check-in already\./)
    const left = await jonas.command('/nats-level leave')
    expect(textOf(left)).toBe(
      'You are out of the check-in and will not be asked. Your level is kept; your manager and the programme’s admins do not see it any more.',
    )
    expect(await lastHomeOf('U0JONASWEB')).toContain('; only you see it.')
    expect(textOf(await jonas.command('/nats-level leave'))).toBe(
      'You are not in the check-in, so nothing was changed.',
    )
    expect(textOf(await jonas.command('/nats-level show'))).toContain('You are Middle')
    await jonas.command('/nats-level settings')
    await jonas.click('directory.settings.share')
    const opened = await jonas.submit({ 'People who may see my level': ['@ivan'] })
    expect(lineOf(opened.view, 'Who may see my level')).toMatch(/^You\. Opened to:\n/)
    await jonas.close()
    const home = wordsIn((await jonas.home()).view)
    expect(home).toContain('Seen by you and 1 person you opened it to.')
    expect(home).not.toContain('only you see it')
    const back = await jonas.click('Join the check-in', { in: 'message', ...placeOf(left) })
    expect(wordsIn(back.responses.at(-1) ?? null)).toMatch(/^You are in the check-in\./)
    expect(await database.sql(`select act from audit where act like 'enrol%' order by id`)).toEqual([
      { act: 'enrol.join' },
      { act: 'enrol.leave' },
      { act: 'enrol.join' },
    ])
  })

  it('is joined from Home', async () => {
    await pavel.home()
    await pavel.click('Join the check-in', { in: 'home' })
    expect(wordsIn((await pavel.home()).view)).not.toContain('Join the check-in')
  })
})

test('a letter waits through a pause, and leaves once it is taken back', async () => {
  await admin.command('/nats-level settings')
  await admin.click('directory.settings.away')
  await admin.submit({ 'Days off or a pause': 'Pause everything', 'Last day': '2026-12-04' })
  await journey.letters.welcome([anna])
  await journey.letters.settle()
  expect(await admin.messages()).toEqual([])
  expect(await database.sql('select reason, not_before from letter')).toEqual([
    { reason: 'pause', not_before: new Date('2026-12-07T08:00:00Z') },
  ])
  await admin.click('directory.settings.away')
  await admin.click('Take back')
  await journey.letters.settle()
  expect(await admin.messages()).toHaveLength(1)
})

test('a form that stood open while everything was erased changes nothing', async () => {
  const leila = journey.as('U0LEILAHAD')
  await leila.command('/nats-level settings')
  await leila.click('directory.settings.hours')
  const asked = await leila.command('/nats-level forget')
  await leila.click('Erase my data', { in: 'message', ...placeOf(asked) })
  const saved = await leila.submit({ Start: '10:00' })
  expect(wordsIn(saved.view)).toBe(
    'Nothing about you is stored, so there is nothing to set. Type `/nats-level` to start anew.',
  )
  await leila.close()
  await leila.close()
})

test('guests are told for whom it is, and nothing is stored', async () => {
  const guest = journey.as('U0KENJIMOR')
  const { view } = await guest.command('/nats-level settings')
  expect(wordsIn(view)).toBe('This programme is for members of Harbour Works; nothing about you is stored.')
  for (const word of ['join', 'leave'])
    expect(textOf(await guest.command(`/nats-level ${word}`))).toContain('This programme is for members')
  expect(await database.sql(`select id from person where slack_id = 'U0KENJIMOR'`)).toEqual([])
})

/** What stands under this heading of the hub. */
function lineOf(view: SeenView | null, heading: string): string | undefined {
  const section = view?.blocks.find((block) => JSON.stringify(block).includes(`"*${heading}*\\n`))
  return (section?.text as { readonly text: string } | undefined)?.text.slice(heading.length + 3)
}

function textOf(seen: Seen): string {
  return seen.responses.at(-1)?.text ?? ''
}

function placeOf(seen: Seen): { channel: string; ts: string } {
  const { channel = '', ts = '' } = seen.responses.at(-1) ?? {}
  return { channel, ts }
}

async function lastHomeOf(slackId: string): Promise<string> {
  const published = (await journey.journal()).filter(
    (entry) => entry.kind === 'api' && entry.method === 'views.publish' && JSON.stringify(entry.args).includes(slackId),
  )
  return JSON.stringify(published.at(-1))
}
