import { describe, expect, it, test } from 'vitest'
import type { Entry, Standing } from '../../src/assessment/rules.ts'
import { historyLines, pageOf, pathOf } from '../../src/assessment/rules.ts'
import { expectationsWindow, homeInvitation, homeSection, recordedWindow } from '../../src/assessment/views.ts'
import { type Other, recordOfMessage } from '../../src/assessment/views-others.ts'
import {
  historyMessage,
  nextMessage,
  noSuchNameMessage,
  nothingToShowMessage,
  nothingYetMessage,
  oneNameMessage,
  recordMessage,
  stillRightMessage,
} from '../../src/assessment/views-reading.ts'
import { seenBy } from '../../src/assessment/wording.ts'
import type { Profile } from '../../src/catalog/profile.ts'
import { expectationsOf } from '../../src/catalog/rules.ts'
import { nobodyElse, type SeenBy } from '../../src/directory/rules.ts'
import type { Message } from '../../src/slack/kit.ts'
import { baking, nats } from '../catalog/profiles.ts'
import { bakerRatings, entry, goAnswers, ivan, natsRatings, standing } from './people.ts'
import { messageRefusals, wordsOf } from './slack-says.ts'

const zone = 'Europe/Berlin'
const august = new Date('2026-08-03T10:00:00Z')
const october = new Date('2026-10-01T10:00:00Z')
const november = new Date('2026-11-23T10:00:00Z')

describe('what was recorded', () => {
  it('says what is open, what is missing, where most room is, what moved, and one next step', () => {
    const now = standing(ivan, { nth: 2, saidAt: november, givenAt: november })
    const before = entry({ ...ivan, rank: 1, ratings: natsRatings([3, 2, 3, 2, 1]) }, august)
    const view = recordedWindow(nats, { kind: 'given', now, before, zone, seenBy: nobodyElse })
    expect(view.title.text).toBe('Recorded')
    expect(wordsOf(view.blocks)).toEqual([
      'Middle · Go is on record',
      'Mon 23 Nov 2026 · expectations of 17 March 2026 · Only you see it.',
      '*Still open at Middle: 1 of 3*\n• Understands internals and optimizes performance. — _with help_',
      '*Missing for Senior: 2 of 3*\n• Designs high-throughput NATS/JetStream architectures in Go services. — _with help_\n• Implements consumer groups, key-value stores, and stream mirroring for resilient event-driven systems. — _not yet_',
      '*Topics with most room*\n• Subject-based routing — 1 · tried it · <https://docs.nats.io/nats-concepts/subjects|Read about it>\n• Request/reply — 2 · with help · <https://docs.nats.io/nats-concepts/core-nats/reqreply|Read about it>',
      '*Since Mon 3 Aug 2026*\nLevel: Junior → Middle. Key-value store 3 → 2. JetStream persistence 2 → 3. Nothing else moved.',
      '*One next step*\nRead what Senior asks, and pick one item to begin with.',
      'See what Senior asks',
      'See my history',
      'See the whole record',
    ])
  })

  it('says on a first entry that there is nothing to compare', () => {
    const shown = wordsOf(
      recordedWindow(nats, { kind: 'given', now: standing(ivan), before: null, zone, seenBy: nobodyElse }).blocks,
    )
    expect(shown).toContain('Your first entry. The next one will show what moved.')
  })

  it('says that it was confirmed', () => {
    const now = standing(ivan, { nth: 2, saidAt: october })
    const shown = wordsOf(
      recordedWindow(nats, { kind: 'confirmed', now, before: entry(ivan, august), zone, seenBy: nobodyElse }).blocks,
    )
    expect(shown[0]).toBe('Middle · Go confirmed')
    expect(shown).toContain('*Since Mon 3 Aug 2026*\nNothing has changed.')
  })

  it('says that nothing moved when the same was said again, and moved items by their short names', () => {
    const before = entry(ivan, august)
    const again = wordsOf(
      recordedWindow(nats, { kind: 'given', now: standing(ivan), before, zone, seenBy: nobodyElse }).blocks,
    )
    expect(again).toContain('*Since Mon 3 Aug 2026*\nNothing moved.')
    const better = standing({ ...ivan, answers: goAnswers(2, [2, 2, 2, 1, 0, 2]) })
    const moved = wordsOf(recordedWindow(nats, { kind: 'given', now: better, before, zone, seenBy: nobodyElse }).blocks)
    expect(moved).toContain(
      '*Since Mon 3 Aug 2026*\n“Internals and performance” with help → on my own. Nothing else moved.',
    )
  })

  it('makes no comment on a level that went down', () => {
    const before = entry({ ...ivan, rank: 3 }, august)
    const shown = wordsOf(
      recordedWindow(nats, { kind: 'given', now: standing(ivan), before, zone, seenBy: nobodyElse }).blocks,
    )
    expect(shown).toContain('*Since Mon 3 Aug 2026*\nLevel: Senior → Middle. Nothing else moved.')
  })

  it('names what went with a change of role', () => {
    const before = entry({ ...ivan, role: 'elixir' }, august)
    const shown = wordsOf(
      recordedWindow(nats, { kind: 'given', now: standing(ivan), before, zone, seenBy: nobodyElse }).blocks,
    )
    expect(shown).toContain('*Since Mon 3 Aug 2026*\nRole: Elixir → Go. Nothing else moved.')
  })

  it('says that nothing is missing for the next level', () => {
    const ready = standing({ ...ivan, answers: goAnswers(2, [2, 2, 2, 2, 2, 2]) })
    const shown = wordsOf(
      recordedWindow(nats, { kind: 'given', now: ready, before: null, zone, seenBy: nobodyElse }).blocks,
    )
    expect(shown).toContain('Every Senior item is met on your own. Worth bringing to your manager.')
    expect(shown.join()).not.toContain('Still open')
  })

  it('has nothing beyond the last level', () => {
    const top = standing({ ...ivan, rank: 5, answers: goAnswers(5, [2, 2, 1]) })
    const shown = wordsOf(
      recordedWindow(nats, { kind: 'given', now: top, before: null, zone, seenBy: nobodyElse }).blocks,
    ).join('\n')
    expect(shown).toContain('*Still open at Principal: 1 of 3*')
    expect(shown).not.toContain('Missing for')
    expect(shown).not.toContain('One next step')
  })
})

describe('show', () => {
  const confirmed = standing({ ...ivan, note: 'see <!channel> https://a.example/b' }, { nth: 2, saidAt: october })

  it('is the whole record', () => {
    const shown = recordMessage(nats, own(confirmed), november)
    expect(wordsOf(shown.blocks)).toEqual([
      '*Middle (2 of 5) · Backend Developer (Go)*\nRecorded Mon 3 Aug 2026, confirmed Thu 1 Oct 2026.',
      '• Pub/sub — 3 · on my own\n• Request/reply — 2 · with help\n• Key-value store — 2 · with help\n• JetStream persistence — 3 · on my own\n• Subject-based routing — 1 · tried it',
      '*Still open at Middle: 1 of 3*\n• Understands internals and optimizes performance. — _with help_',
      '*Missing for Senior: 2 of 3*\n• Designs high-throughput NATS/JetStream architectures in Go services. — _with help_\n• Implements consumer groups, key-value stores, and stream mirroring for resilient event-driven systems. — _not yet_',
      'Note (only you)\n',
      'see <!channel> ',
      'Update',
      'History',
      'Who has seen this',
      'Only you see it.',
    ])
    expect(shown.text).toBe(
      'You are Middle (2 of 5) in NATS for Go, recorded 3 August 2026; 2 of 3 Senior items are open.',
    )
  })

  it('shows a note as typed: its marks are words, its address a link', () => {
    const note = recordMessage(nats, own(confirmed), november).blocks.find(({ type }) => type === 'rich_text')
    expect(JSON.stringify(note)).toContain(
      '{"type":"text","text":"see <!channel> "},{"type":"link","url":"https://a.example/b"}',
    )
  })

  it('asks about a record that is older than 180 days', () => {
    const march = new Date('2027-03-10T10:00:00Z')
    const [first] = wordsOf(recordMessage(nats, own(standing(ivan)), march).blocks)
    expect(first).toBe(
      '*Middle (2 of 5) · Backend Developer (Go)*\nRecorded Mon 3 Aug 2026 — 7 months ago; still right?',
    )
    expect(wordsOf(recordMessage(nats, own(standing(ivan)), march).blocks)).toContain('Still right')
  })

  test.each([
    ['2027-01-30T10:00:00Z', false],
    ['2027-01-31T10:00:00Z', true],
  ])('asks on the 181st day and not before: %s %j', (now, asks) => {
    expect(wordsOf(recordMessage(nats, own(standing(ivan)), new Date(now)).blocks).includes('Still right')).toBe(asks)
  })

  test.each([
    [
      { ...ivan, answers: goAnswers(2, [2, 2, 2, 2, 2, 2]) },
      'You are Middle (2 of 5) in NATS for Go, recorded 3 August 2026; every Senior item is met.',
    ],
    [{ ...ivan, rank: 5 }, 'You are Principal (5 of 5) in NATS for Go, recorded 3 August 2026.'],
  ])('is one whole sentence for those who only hear it', (given, text) => {
    expect(recordMessage(nats, own(standing(given)), november).text).toBe(text)
  })

  it('has a place for a topic that was never rated', () => {
    const shown = wordsOf(recordMessage(nats, own(standing({ ...ivan, ratings: new Map() })), november).blocks)
    expect(shown[1]).toContain('• Pub/sub — not rated yet')
  })

  it('invites when nothing is on record', () => {
    const shown = nothingYetMessage(nats)
    expect(wordsOf(shown.blocks)).toEqual(['Nothing is on record yet.', 'Set my level'])
    expect(shown.text).toBe('Nothing is on record yet. Type /nats-level to set your level; it takes about two minutes.')
  })

  it('notes that it is still right', () => {
    const shown = stillRightMessage(nats, confirmed, zone)
    expect(wordsOf(shown.blocks)).toEqual([
      '*Still right, noted.* Middle (2 of 5) · Go, confirmed Thu 1 Oct 2026. Missing for Senior: 2 of 3.',
      'Change this',
      'See what Senior asks',
    ])
    expect(shown.text).toBe(
      'Still right, noted. Middle (2 of 5) · Go, confirmed Thu 1 Oct 2026. Missing for Senior: 2 of 3.',
    )
  })
})

describe('show with a name', () => {
  const maria: Other = {
    slackId: 'U2',
    name: 'Maria <!here>',
    standing: standing({ ...ivan, note: 'see <!channel>' }, { nth: 2, saidAt: october }),
    as: 'manager',
    parts: new Set(['level', 'items', 'topics', 'history']),
    openedUntil: undefined,
  }
  const shown = (change: Partial<Other> = {}) => recordOfMessage(nats, { ...maria, ...change }, zone, november)

  it('is the record without the note, the reason why it is seen, and no button', () => {
    expect(wordsOf(shown().blocks)).toEqual([
      '<@U2> · *Middle (2 of 5) · Backend Developer (Go)*\nRecorded Mon 3 Aug 2026, confirmed Thu 1 Oct 2026.',
      '• Pub/sub — 3 · on my own\n• Request/reply — 2 · with help\n• Key-value store — 2 · with help\n• JetStream persistence — 3 · on my own\n• Subject-based routing — 1 · tried it',
      '*Still open at Middle: 1 of 3*\n• Understands internals and optimizes performance. — _with help_',
      '*Missing for Senior: 2 of 3*\n• Designs high-throughput NATS/JetStream architectures in Go services. — _with help_\n• Implements consumer groups, key-value stores, and stream mirroring for resilient event-driven systems. — _not yet_',
      'You see this as their manager. They can see that you looked.',
    ])
    expect(shown().text).toBe(
      'Maria &lt;!here&gt; is Middle (2 of 5) in NATS for Go, recorded 3 August 2026; 2 of 3 Senior items are open.',
    )
    expect(JSON.stringify(shown())).not.toContain('action_id')
  })

  it.each<[Partial<Other>, string]>([
    [{ as: 'mentor' }, 'You see this as their mentor. They can see that you looked.'],
    [{ as: 'admin' }, 'You see this as an admin of the programme. They can see that you looked.'],
    [
      { as: 'opened-to', openedUntil: '2027-01-21' },
      '<@U2> opened this to you until 21 Jan 2027. They can see that you looked.',
    ],
    [{ openedUntil: '2027-01-21' }, 'You see this as their manager. They can see that you looked.'],
  ])('says why it is seen: %j', (change, reason) => {
    expect(wordsOf(shown(change).blocks).at(-1)).toBe(reason)
  })

  it('shows a note that is shared, as typed', () => {
    const parts: Other['parts'] = new Set([...maria.parts, 'note'])
    const words = wordsOf(shown({ parts }).blocks)
    expect(words.slice(-3)).toEqual([
      'Note (shared with you)\n',
      'see <!channel>',
      'You see this as their manager. They can see that you looked.',
    ])
    expect(shown({ parts, standing: { ...maria.standing, note: '' } })).toEqual(shown())
    expect(messageRefusals(shown({ parts }).blocks)).toEqual([])
  })

  it('leaves out each part that is not the reader’s to see', () => {
    expect(wordsOf(shown({ parts: new Set(['level']) }).blocks)).toHaveLength(2)
    expect(wordsOf(shown({ parts: new Set(['level', 'topics']) }).blocks)).toHaveLength(3)
  })

  it('tells how old a record is, and asks its reader nothing', () => {
    const [first] = wordsOf(recordOfMessage(nats, maria, zone, new Date('2027-05-03T10:00:00Z')).blocks)
    expect(first).toContain('\nRecorded Mon 3 Aug 2026, confirmed Thu 1 Oct 2026 — 7 months ago.')
  })

  it('speaks of them, not to them, where nothing is missing', () => {
    const ready = standing({ ...ivan, answers: goAnswers(2, [2, 2, 2, 2, 2, 2]) })
    expect(wordsOf(shown({ standing: ready }).blocks)).toContain('They meet every Senior item on their own.')
    expect(shown({ standing: ready }).text).toContain('; every Senior item is met.')
    expect(wordsOf(shown({ standing: { ...ready, rank: 5 } }).blocks).join()).not.toContain('Missing for')
  })

  it('is one answer for everybody, and names no id in its sentence', () => {
    const shown = nothingToShowMessage('<@U2>', 'maria')
    const rest = 'A level is seen by its owner, their manager, their mentor, the admins, and whom they open it to.'
    expect(wordsOf(shown.blocks)).toEqual([`There is nothing to show for <@U2>. ${rest}`])
    expect(shown.text).toBe(`There is nothing to show for maria. ${rest}`)
  })

  it('asks for one name', () => {
    expect(wordsOf(oneNameMessage('/nats-level').blocks)).toEqual([
      'One name at a time, please: `/nats-level show @ivan`.',
    ])
    expect(oneNameMessage('/nats-level').text).toBe('One name at a time, please: /nats-level show @ivan.')
  })

  it('asks for a choice from the list when the name was only typed', () => {
    const tail = 'is not a person Slack could find; choose the name from the list that appears while typing.'
    expect(wordsOf(noSuchNameMessage('@ivan').blocks)).toEqual([`“@ivan” ${tail}`])
    expect(noSuchNameMessage('@ivan_p').text).toBe(`“@ivan_p” ${tail}`)
  })

  it('echoes no more than 40 characters, and calls nobody', () => {
    expect(wordsOf(noSuchNameMessage(`${'<!channel>'}${'🎉'.repeat(50)}`).blocks)[0]).toContain(
      `“&lt;!channel&gt;${'🎉'.repeat(30)}`,
    )
    expect(wordsOf(noSuchNameMessage('🎉'.repeat(41)).blocks).join()).not.toContain('🎉'.repeat(41))
  })
})

describe('history', () => {
  it('shows the path, then what was said, newest first', () => {
    const entries: Entry[] = [
      {
        ...entry({ ...ivan, rank: 1, ratings: natsRatings([1, 1, 1, 1, 1]) }, new Date('2025-02-03T10:00:00Z')),
        kind: 'given',
        nth: 1,
      },
      { ...entry(ivan, new Date('2025-05-05T10:00:00Z')), kind: 'given', nth: 2 },
      { ...entry(ivan, august), kind: 'confirmed', nth: 3 },
      { ...entry(ivan, october), kind: 'confirmed', nth: 4 },
      { ...entry({ ...ivan, rank: 3, answers: goAnswers(2, [2, 2, 2, 1, 0, 2]) }, november), kind: 'given', nth: 5 },
    ]
    const shown = messageOf(nats, entries)
    expect(wordsOf(shown.blocks)).toEqual([
      '*Your path*\nJunior → Middle (since May 2025) → Senior (since Nov 2026)',
      '*Mon 23 Nov 2026* · Middle → Senior · Go · 1 item moved',
      '*Thu 1 Oct 2026* · confirmed, second time',
      '*Mon 5 May 2025* · Junior → Middle · Go · Pub/sub 1 → 3 · Request/reply 1 → 2 · Key-value store 1 → 2 · JetStream persistence 1 → 3',
      '*Mon 3 Feb 2025* · Junior · Go',
      'Entries 1–4 of 4. Each keeps the wording it was given against.',
    ])
    expect(shown.text).toBe('Your NATS path: Junior, Middle since May 2025, Senior since November 2026.')
  })

  it('says “third time” when it was', () => {
    const confirmed = [1, 2, 3].map((nth): Entry => ({ ...entry(ivan, october), kind: 'confirmed', nth: nth + 1 }))
    const first: Entry = { ...entry(ivan, august), kind: 'given', nth: 1 }
    expect(wordsOf(messageOf(nats, [first, ...confirmed]).blocks)[0]).toBe('*Thu 1 Oct 2026* · confirmed, third time')
    expect(wordsOf(messageOf(nats, [first, ...confirmed.slice(0, 1)]).blocks)[0]).toBe('*Thu 1 Oct 2026* · confirmed')
  })

  it('says that there is one entry so far', () => {
    const shown = messageOf(nats, [{ ...entry(ivan, august), kind: 'given', nth: 1 }])
    expect(wordsOf(shown.blocks)).toEqual(['*Mon 3 Aug 2026* · Middle · Go', 'One entry so far.'])
    expect(shown.text).toBe('Your NATS path: Middle.')
  })

  it('turns its pages both ways', () => {
    const entries = Array.from(
      { length: 25 },
      (_, at): Entry => ({ ...entry(ivan, august), kind: 'given', nth: at + 1 }),
    )
    const shown = messageOf(nats, entries, 10)
    expect(wordsOf(shown.blocks)).toEqual(
      expect.arrayContaining(['Older', 'Newer', 'Entries 11–20 of 25. Each keeps the wording it was given against.']),
    )
    expect(JSON.stringify(shown.blocks)).toContain('"value":"nats-jetstream:20"')
    expect(JSON.stringify(shown.blocks)).toContain('"value":"nats-jetstream:0"')
  })

  it('folds the oldest steps of a very long path', () => {
    const entries = Array.from(
      { length: 30 },
      (_, at): Entry => ({ ...entry({ ...ivan, rank: 1 + (at % 2) }, august), kind: 'given', nth: at + 1 }),
    )
    const [path] = wordsOf(messageOf(nats, entries).blocks)
    expect(path).toMatch(/^\*Your path\*\n… → Junior/)
    expect(path?.split(' → ')).toHaveLength(13)
  })
})

describe('next', () => {
  it('is what stands between here and the next level', () => {
    const shown = nextMessage(nats, standing(ivan))
    expect(wordsOf(shown.blocks)).toEqual([
      '*From Middle to Senior (Go)*\nYou meet 1 of 3 items on your own.',
      '*Not there yet*\n• Designs high-throughput NATS/JetStream architectures in Go services. — _with help_\n• Implements consumer groups, key-value stores, and stream mirroring for resilient event-driven systems. — _not yet_',
      '*Also open at Middle*\n• Understands internals and optimizes performance. — _with help_',
      '*Topics these items lean on*\n• Subject-based routing — 1 · tried it · <https://docs.nats.io/nats-concepts/subjects|Read about it>\n• Request/reply — 2 · with help · <https://docs.nats.io/nats-concepts/core-nats/reqreply|Read about it>\n• Key-value store — 2 · with help · <https://docs.nats.io/nats-concepts/jetstream/key-value-store|Read about it>\n• Pub/sub — 3 · on my own · <https://docs.nats.io/nats-concepts/core-nats/pubsub|Read about it>\n• JetStream persistence — 3 · on my own · <https://docs.nats.io/nats-concepts/jetstream|Read about it>',
      'Update my level',
    ])
    expect(shown.text).toBe(
      '2 of 3 Senior items are still open: designs high-throughput services in Go; consumer groups, key-value stores, stream mirroring.',
    )
  })

  it('says so when none is met yet, and none was ever asked', () => {
    const [first, second] = wordsOf(nextMessage(nats, standing({ ...ivan, answers: new Map() })).blocks)
    expect(first).toBe('*From Middle to Senior (Go)*\nYou meet none of 3 items on your own.')
    expect(second).toContain('— _not asked yet_')
  })

  it('says so when all are met', () => {
    const shown = nextMessage(nats, standing({ ...ivan, answers: goAnswers(2, [2, 2, 2, 2, 2, 2]) }))
    expect(wordsOf(shown.blocks)).toEqual([
      '*From Middle to Senior (Go)*\nEvery Senior item is met on your own. Worth bringing to your manager.',
      'Update my level',
    ])
    expect(shown.text).toBe('Every Senior item is met on your own. Worth bringing to your manager.')
  })

  it('ends at the last level', () => {
    const shown = nextMessage(nats, standing({ ...ivan, rank: 5, answers: goAnswers(5, [2, 2, 0]) }))
    expect(wordsOf(shown.blocks)).toEqual([
      'There is no level after Principal in this profile.',
      '*Still open at Principal*\n• Establishes enterprise standards and reference architectures. — _not yet_',
      'Update my level',
    ])
    expect(shown.text).toBe('There is no level after Principal in this profile.')
  })

  it('keeps the name of a thing as its owners write it', () => {
    const item = expectationsOf(baking, 'baker', 2).own.items[0]
    const named = {
      ...baking,
      requirements: baking.requirements.map((asked) => ({
        ...asked,
        items: asked.items.map((each) => (each === item ? { ...each, short: 'NATS and bread' } : each)),
      })),
    }
    const apprentice = standing({ role: 'baker', rank: 1, answers: new Map(), ratings: bakerRatings, note: '' })
    expect(nextMessage(named, apprentice).text).toContain('NATS and bread')
  })
})

describe('what levels ask', () => {
  it('is every level of one role, with the day of the wording', () => {
    const shown = wordsOf(expectationsWindow(nats, 'go').blocks).slice(3)
    expect(shown).toHaveLength(6)
    expect(shown[0]).toBe(
      '*Junior (1 of 5)*\n• Uses NATS / NATS JetStream at a basic level with gin/echo/fiber.\n• Performs simple tasks using existing templates.\n• Understands basic concepts and follows team-adopted practices.',
    )
    expect(shown[5]).toBe('Expectations of 17 March 2026')
  })

  it('shows the words of a profile as words, whatever they look like', () => {
    expect(wordsOf(expectationsWindow(baking, 'baker').blocks).join()).toContain(
      'Kneads for &lt;10 minutes&gt; &amp; rests.',
    )
  })
})

describe('the Home tab', () => {
  it('shows level, what is open, and where to go', () => {
    expect(wordsOf(homeSection(nats, own(standing(ivan))))).toEqual([
      'Your NATS level',
      '*Middle (2 of 5) · Backend Developer (Go)*\nRecorded Mon 3 Aug 2026.',
      'Update',
      '*Still open at Middle: 1 of 3*\n• Understands internals and optimizes performance. — _with help_',
      '*Missing for Senior: 2 of 3*\n• Designs high-throughput NATS/JetStream architectures in Go services. — _with help_\n• Implements consumer groups, key-value stores, and stream mirroring for resilient event-driven systems. — _not yet_',
      'What Senior asks',
      'History',
      'Who has seen this',
    ])
  })

  it('says who else sees it; where nobody does, the line about the check-in does', () => {
    const by = { ...nobodyElse, enrolled: true }
    expect(wordsOf(homeSection(nats, { ...own(standing(ivan)), seenBy: by })).at(-1)).toBe(
      'Seen by you and the programme’s admins.',
    )
  })

  it('invites on a first visit, with one primary button', () => {
    const shown = homeInvitation(nats)
    expect(wordsOf(shown)).toEqual([
      'NATS Level',
      'See where you stand with NATS and JetStream, and what the next level asks. About two minutes.',
      'Set my level',
      'Read what levels ask',
      '*Why:* growth, not ranking. *Who sees your level:* only you.',
    ])
    expect(JSON.stringify(shown).match(/"style":"primary"/g)).toHaveLength(1)
  })

  it('tells somebody who was enrolled before their first visit who will see what they say', () => {
    expect(wordsOf(homeInvitation(nats, { ...nobodyElse, enrolled: true, manager: { slackId: 'U0ANA' } })).at(-1)).toBe(
      '*Why:* growth, not ranking. *Who sees your level:* you, your manager <@U0ANA> and the programme’s admins.',
    )
  })
})

describe('who sees a level', () => {
  const ana = { slackId: 'U0ANA' }

  it.each<[string, Partial<SeenBy>]>([
    ['Only you see it.', {}],
    ['Only you see it.', { manager: ana }],
    ['Seen by you and the programme’s admins.', { enrolled: true }],
    ['Seen by you, your manager <@U0ANA> and the programme’s admins.', { enrolled: true, manager: ana }],
    ['Seen by you and 1 person you opened it to.', { manager: ana, openedTo: 1 }],
    ['Seen by you, the programme’s admins and 1 person you opened it to.', { enrolled: true, openedTo: 1 }],
    [
      'Seen by you, your manager <@U0ANA>, the programme’s admins and 20 people you opened it to.',
      { enrolled: true, manager: ana, openedTo: 20 },
    ],
  ])('is told as it is: %s', (sentence, by) => {
    expect(seenBy({ ...nobodyElse, ...by })).toBe(sentence)
  })

  it.each<[string, Partial<SeenBy>]>([
    ['only you', { enrolled: true, manager: ana }],
    ['only you', { enrolled: true, notesToManager: true }],
    ['only you', { manager: ana, notesToManager: true }],
    ['you and your manager', { enrolled: true, manager: ana, notesToManager: true }],
    ['you and your mentor', { notesToMentor: true }],
    ['you, your manager and your mentor', { enrolled: true, manager: ana, notesToManager: true, notesToMentor: true }],
  ])('is said beside a note, too: %s', (words, by) => {
    const noted = { ...standing(ivan), note: 'see the wiki' }
    const shown = recordMessage(nats, own(noted, { ...nobodyElse, ...by }), november)
    expect(wordsOf(shown.blocks)).toContain(`Note (${words})\n`)
  })
})

function own(shown: Standing, seenBy: SeenBy = nobodyElse) {
  return { standing: shown, seenBy, zone }
}

function messageOf(profile: Profile, entries: readonly Entry[], start = 0): Message {
  return historyMessage(profile, pathOf(entries), pageOf(historyLines(profile, entries), start, 10), zone)
}
