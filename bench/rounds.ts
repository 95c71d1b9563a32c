import { setTimeout as pause } from 'node:timers/promises'
import { type Bot, type Connection, withConnection } from './bot.ts'
import { type Act, crowd, type Figures, stream } from './load.ts'
import { payloadsOver } from './payloads.ts'
import type { Stage } from './stage.ts'

/** What one bot did in one round. */
export interface Round {
  /** Commands at an even pace that neither bot has trouble with. */
  readonly paced: Figures
  /** Commands of a crowd: as many as it can. */
  readonly commands: Figures
  /** Saving submits of a crowd. */
  readonly submits: Figures
  /** Milliseconds of the save’s own statement, without the bot. */
  readonly statement: number
  /** Milliseconds without a socket at a renewal; undefined over HTTP. */
  readonly gap: number | undefined
}

export interface Load {
  readonly rounds: number
  /** How long the even part of a round lasts: a 99th percentile of a few hundred acks would be chance. */
  readonly pacedMs: number
  /** How long each of the other two lasts. */
  readonly partMs: number
  /** Commands each second in the even part. */
  readonly pace: number
  /** How many people act at once in the other two. */
  readonly crowd: number
}

export interface Rounds {
  readonly ours: readonly Round[]
  readonly bare: readonly Round[]
}

/** Ours, bare, ours, bare: whatever else the machine does falls on both alike. The first pair warms up and is not kept. */
export async function playRounds(stage: Stage, load: Load, signal: AbortSignal): Promise<Rounds> {
  const ours: Round[] = []
  const bare: Round[] = []
  const play = playing(stage, signal)
  await play(stage.ours, load)
  await play(stage.bare, load)
  for (let turn = 0; turn < load.rounds; turn++) {
    ours.push(await play(stage.ours, load))
    bare.push(await play(stage.bare, load))
  }
  return { ours, bare }
}

function playing(stage: Stage, signal: AbortSignal): (bot: Bot, load: Load) => Promise<Round> {
  const payloads = payloadsOver(stage.transport, stage.registered)
  let count = 0
  const nextPerson = () => `U0BENCH${String(count++ % people).padStart(4, '0')}`

  const command = async (bot: Bot, { deliver }: Connection): Promise<number> => {
    const trigger = `${count}.bench`
    const [ack] = await Promise.all([
      deliver('command', payloads.command(nextPerson(), trigger)),
      stage.drawn(trigger, bot.window),
    ])
    return ack.milliseconds
  }
  const submit = async (bot: Bot, { deliver }: Connection): Promise<number> => {
    const ack = await deliver('submission', payloads.submission(nextPerson()))
    if (ack.body.includes('"response_action":"update"')) return ack.milliseconds
    throw new Error(`${bot.name} acked a saving submit with ${ack.body.slice(0, 200)}, expected another window.`)
  }
  const part = async (bot: Bot, run: (act: Act) => Promise<Figures>, act: typeof command) => {
    const figures = await withConnection(bot, (connection) => run(() => act(bot, connection)))
    signal.throwIfAborted()
    // What a bot still does after its last ack shall not fall on the next one.
    await pause(100)
    return figures
  }

  return async (bot, { pacedMs, partMs, pace, crowd: size }) => {
    const evenly = (act: Act) => stream(pace, pacedMs, act, signal)
    const atOnce = (act: Act) => crowd(size, partMs, act, signal)
    const paced = await part(bot, evenly, command)
    const commands = await part(bot, atOnce, command)
    const before = await bot.rows()
    const submits = await part(bot, atOnce, submit)
    expectRows(bot, submits.done, (await bot.rows()) - before)
    const whose = bot === stage.ours ? 'ours' : 'bare'
    const statement = await stage.statements[whose]()
    const gap = await stage.renew?.[whose]()
    return { paced, commands, submits, statement, gap }
  }
}

/** Enough that nobody saves twice at once. */
const people = 200

function expectRows(bot: Bot, submits: number, rows: number): void {
  if (rows === submits) return
  throw new Error(`${bot.name} acked ${submits} saving submits and wrote ${rows} rows, expected one row for each.`)
}
