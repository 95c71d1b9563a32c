import type { Agent } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { type Bot, deliver, withConnections } from './bot.ts'
import { type Act, crowd, type Figures, stream } from './load.ts'
import { commandBody, submissionBodies } from './payloads.ts'
import type { Stage } from './stage.ts'

/** What one bot did in one round. */
export interface Round {
  /** Commands at an even pace that neither bot has trouble with. */
  readonly paced: Figures
  /** Commands of a crowd: as many as it can. */
  readonly commands: Figures
  /** Saving submits of a crowd. */
  readonly submits: Figures
}

export interface Load {
  readonly rounds: number
  /** How long each of the three parts of a round lasts. */
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
  const bodyFor = submissionBodies(stage.registered)
  let count = 0
  const nextPerson = () => `U0BENCH${String(count++ % people).padStart(4, '0')}`

  const command = async (bot: Bot, agent: Agent): Promise<number> => {
    const trigger = `${count}.bench`
    const [ack] = await Promise.all([
      deliver(bot, commandBody(nextPerson(), trigger), agent),
      stage.drawn(trigger, bot.window),
    ])
    return ack.milliseconds
  }
  const submit = async (bot: Bot, agent: Agent): Promise<number> => {
    const ack = await deliver(bot, bodyFor(nextPerson()), agent)
    if (ack.body.includes('"response_action":"update"')) return ack.milliseconds
    throw new Error(`${bot.name} acked a saving submit with ${ack.body.slice(0, 200)}, expected another window.`)
  }
  const part = async (run: (act: Act) => Promise<Figures>, act: (agent: Agent) => Promise<number>) => {
    const figures = await withConnections((agent) => run(() => act(agent)))
    signal.throwIfAborted()
    // What a bot still does after its last ack shall not fall on the next one.
    await pause(100)
    return figures
  }

  return async (bot, { partMs, pace, crowd: size }) => {
    const evenly = (act: Act) => stream(pace, partMs, act, signal)
    const atOnce = (act: Act) => crowd(size, partMs, act, signal)
    const paced = await part(evenly, (agent) => command(bot, agent))
    const commands = await part(atOnce, (agent) => command(bot, agent))
    const before = await bot.rows()
    const submits = await part(atOnce, (agent) => submit(bot, agent))
    expectRows(bot, submits.done, (await bot.rows()) - before)
    return { paced, commands, submits }
  }
}

/** Enough that nobody saves twice at once. */
const people = 200

function expectRows(bot: Bot, submits: number, rows: number): void {
  if (rows === submits) return
  throw new Error(`${bot.name} acked ${submits} saving submits and wrote ${rows} rows, expected one row for each.`)
}
