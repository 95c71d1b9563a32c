import { expect } from 'vitest'
import { nameOf } from '../../../sandbox/demo/names.ts'
import { type Json, list, record, text } from '../../../sandbox/json.ts'
import type { Journey } from '../../support/journey.ts'
import { notInGallery } from '../../support/seen.ts'
import { type Actor, accounts, type Kind, setTheScene } from './cast.ts'
import { type Deed, type Doing, press, type Surface, shown, typed } from './deeds.ts'
import { type Made, openDrive } from './drive.ts'
import { addTwin, changedBetween, idsIn, inTwin, keepRows, twinsIn } from './rows.ts'

/** What somebody’s deed came to. */
export interface Outcome {
  /** The name of what they were shown in the end, or the refusal that they read there. */
  readonly answer: string
  /** The tables that have changed. */
  readonly wrote: readonly string[]
}

export type Outcomes = Readonly<Partial<Record<Kind, Outcome>>>

export interface Stage {
  readonly journey: Journey
  /** They all do it, at the same time and with the database as it was prepared: for those of whom nothing is written. */
  readonly doTogether: (who: readonly Kind[], deed: Deed) => Promise<Outcomes>
  /** One after the other, each with the database as it was prepared. */
  readonly doAlone: (who: readonly Kind[], deed: Deed) => Promise<Outcomes>
  /** By whomever it was drawn for, with ids of another workspace in the place of ours. `leaks`: its accounts and names. */
  readonly doWithForeignIds: (deed: Deed) => Promise<Outcome & { readonly leaks: readonly string[] }>
  /** Which of these bring ids of rows and accounts along; what happens to an account is about that one alone. */
  readonly carryingIds: (deeds: readonly Deed[]) => Promise<readonly string[]>
  /** All that somebody is shown after these words. */
  readonly shownBy: (by: Kind, words: readonly string[]) => Promise<string>
  /** All of it at once, by somebody of a workspace that the bot’s token does not serve. */
  readonly doElsewhere: (deeds: readonly Deed[]) => Promise<{ answers: readonly string[]; wrote: readonly string[] }>
}

/** Sees to it that everything these deeds are done upon has been drawn, and remembers the database as it is then. */
export async function openStage(deeds: readonly Deed[]): Promise<Stage> {
  const drive = await openDrive()
  const { journey } = drive
  const surfaces = new Map<Surface, Promise<Json>>()
  await setTheScene(journey)
  for (const by of ['forgotten', 'forgotten admin'] as const)
    await once(by, press('directory.forget', shown(by, typed('forget'))))
  for (const { upon } of deeds) if (upon) await drawn(upon)
  await addTwin(journey.database)
  const keeper = await keepRows(journey.database)
  const before = await keeper.look()
  const ours = idsIn(await keeper.read())

  async function doing(by: Actor, { as, upon, content }: Deed): Promise<Doing & { readonly by: Actor }> {
    return { by, as, content: content(upon ? await drawn(upon) : {}, accounts[by]) }
  }

  async function once(by: Actor, deed: Deed): Promise<Made> {
    const [made] = await drive.bring([await doing(by, deed)])
    return made ?? fail('nothing came of it')
  }

  function drawn(surface: Surface): Promise<Json> {
    const drawing = surfaces.get(surface) ?? draw(surface)
    surfaces.set(surface, drawing)
    return drawing
  }

  async function draw(surface: Surface): Promise<Json> {
    const { blocks, ...rest } = await asShown(surface)
    return surface.asMessage ? { blocks } : { blocks, ...rest }
  }

  async function asShown({ by, after }: Surface): Promise<Json> {
    if ('drawn' in after) return record(JSON.parse(JSON.stringify(after.drawn)))
    const made = await once(by, after)
    return endOf(made.shown) ?? fail(`${by} was shown nothing: ${after.name}`)
  }

  async function wroteWhat(): Promise<readonly string[]> {
    const wrote = changedBetween(before, await keeper.look())
    await keeper.putBack(wrote)
    return wrote
  }

  async function doAlone(who: readonly Kind[], deed: Deed): Promise<Outcomes> {
    const outcomes: Outcome[] = []
    for (const by of who) outcomes.push({ answer: answerOf(await once(by, deed)), wrote: await wroteWhat() })
    return outcomesOf(who, outcomes)
  }

  return {
    journey,
    async doTogether(who, deed) {
      const made = await drive.bring(await Promise.all(who.map((by) => doing(by, deed))))
      const wrote = await wroteWhat()
      // Whose doing was it?
      if (wrote.length > 0) return doAlone(who, deed)
      const outcomes = made.map((each) => ({ answer: answerOf(each), wrote }))
      return outcomesOf(who, outcomes)
    },
    doAlone,
    async doWithForeignIds(deed) {
      const done = await doing(deed.upon?.by ?? 'admin', deed)
      const own = JSON.stringify(done.content)
      const foreign = inTwin(own, ours)
      if (foreign === own) throw new Error(`${deed.name} carries no id`)
      const [made = fail('nothing came of it')] = await drive.bring([{ ...done, content: record(JSON.parse(foreign)) }])
      return {
        answer: answerOf(made),
        wrote: await wroteWhat(),
        leaks: twinsIn(JSON.stringify(made)).filter((each) => !twinsIn(foreign).includes(each)),
      }
    },
    async carryingIds(some) {
      const carrying = await Promise.all(
        some.map(async (deed) => {
          const content = JSON.stringify((await doing(deed.upon?.by ?? 'admin', deed)).content)
          return deed.as !== 'event' && inTwin(content, ours) !== content ? [deed.name] : []
        }),
      )
      return carrying.flat()
    },
    async shownBy(by, words) {
      const made = await Promise.all(words.map((each) => once(by, typed(each))))
      return JSON.stringify(made)
    },
    async doElsewhere(deeds) {
      const made = await drive.bring(await Promise.all(deeds.map((deed) => doing('elsewhere', deed))))
      return { answers: made.map(answerOf), wrote: await wroteWhat() }
    },
  }
}

/** A Home tab is drawn again beside many an answer; it is one where nothing else is. */
function endOf(shown: readonly Json[]): Json | undefined {
  return shown.findLast(({ type }) => type !== 'home') ?? shown.at(-1)
}

function outcomesOf(who: readonly Kind[], outcomes: readonly Outcome[]): Outcomes {
  return Object.fromEntries(who.map((by, at) => [by, outcomes[at]]))
}

function fail(sentence: string): never {
  throw new Error(sentence)
}

function answerOf({ acked, shown }: Made): string {
  expect(notInGallery(shown)).toEqual([])
  const [field] = Object.values(record(acked.errors))
  if (field !== undefined) return `“${text(field)}”`
  if (acked.options !== undefined) return `${list(acked.options).length > 0 ? 'some' : 'no'} choices`
  const end = endOf(shown)
  if (!end) return 'nothing'
  const words = JSON.stringify(end)
  const found = refusals.find(([sentence]) => words.includes(sentence))
  if (!found) return nameOf(end) ?? ''
  const [sentence, refusal] = found
  // Nobody’s name and no level, not even on the way there; whom to ask may be said.
  const others = JSON.stringify(shown).replaceAll(sentence, '').replaceAll(`<@${accounts.admin}>`, '')
  const isMore = /<@U|\d of 5/.test(others)
  return isMore ? `${refusal}, and more` : refusal
}

/** What somebody reads who may not, wherever it stands, and its short name in the tables. */
const refusals = [
  ['This programme is for members of Harbour Works', 'not for them'],
  ['This is for admins. If that should be you, <@U0ANNALIND> can look.', 'admins only'],
  ['You are no longer an admin of this programme, so nothing was changed.', 'no admin any more'],
  ['NATS Level is not set up here yet.', 'not set up'],
  ['Nothing about you is stored but', 'only a mark'],
  ['Nothing about you is stored, so', 'nothing stored'],
] as const
