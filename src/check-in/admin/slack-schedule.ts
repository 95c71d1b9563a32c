import type { ModalView } from '@slack/types'
import { actingAdmin } from '../../directory/admins/flow.ts'
import { noAdminAnyMore } from '../../directory/admins/views.ts'
import { zonesLike } from '../../directory/programme/rules.ts'
import { allZones } from '../../directory/programme/slack.ts'
import { changedBeforeSentence } from '../../directory/programme/views.ts'
import type { Person } from '../../directory/rules.ts'
import type { ClickAsk, CommandAsk, Doors, SubmissionAnswer, SubmissionAsk } from '../../slack/doors.ts'
import type { Failure } from '../../slack/guard.ts'
import { later } from '../../slack/pace.ts'
import { older, redraw, showAndFill } from '../../slack/windows.ts'
import type { Word } from '../../slack/words.ts'
import { presentPlan, type Saved, savePlan } from './flow-schedule.ts'
import {
  type Drawing,
  errorAt,
  fetchingSchedule,
  isDrawnFrom,
  notSavedSentence,
  readCarried,
  readTyped,
  rereadWindow,
  savedSentence,
  savingSchedule,
  scheduleSentence,
  scheduleWindow,
} from './form.ts'
import { scheduleIds as ids } from './ids.ts'
import { labelOf, skillFrom } from './of-skill.ts'
import { mayOpen } from './refuse.ts'
import type { AdminRoom } from './room.ts'

/** When check-ins open. Whether somebody is an admin is asked at every click and at the saving. */
export function bindSchedule(doors: Doors, room: AdminRoom): void {
  doors.click(ids.open, (ask) =>
    openSchedule(room, ask, skillFrom(room, ask.value) ?? older('the button to the schedule')),
  )
  for (const field of [ids.when, ids.cron, ids.zone, ids.days]) doors.click(field, (ask) => reread(room, ask))
  // Names of zones are no secret.
  doors.options(ids.zone, (ask) => ask.ack(zonesLike(ask.typed, allZones).map((zone) => ({ value: zone, text: zone }))))
  doors.submission(ids.save, (ask) => save(room, ask))
}

export function scheduleAdminWords(room: AdminRoom, skill: string): Word[] {
  return [
    {
      word: 'schedule',
      does: 'shows and changes when check-ins open',
      answer: (ask) => openSchedule(room, ask, skill),
      button: { actionId: ids.open, text: 'Schedule', value: skill },
    },
  ]
}

async function openSchedule(room: AdminRoom, ask: CommandAsk | ClickAsk, skill: string): Promise<void> {
  await ask.ack()
  if (!(await mayOpen(room, ask, scheduleSentence))) return
  await showAndFill(ask, scheduleSentence(fetchingSchedule), scheduleSentence, async () =>
    (await actingAdmin(room.directory, ask))
      ? scheduleWindow(await presentPlan(room, ask.workspaceId, skill), drawing(room, skill))
      : scheduleSentence(noAdminAnyMore),
  )
}

/** Another choice, or Enter in the expression: only what is read back changes. */
async function reread(room: AdminRoom, ask: ClickAsk): Promise<void> {
  await ask.ack()
  const skill = skillFrom(room, readCarried(ask.view?.metadata ?? '')?.skill) ?? older('the schedule')
  if (!(await actingAdmin(room.directory, ask))) return redraw(ask, scheduleSentence(noAdminAnyMore))
  const present = await presentPlan(room, ask.workspaceId, skill)
  const window = ask.view && rereadWindow(ask.view, present, drawing(room, skill))
  if (window) await redraw(ask, window)
}

type Outcome = { readonly saved: Saved; readonly admin: Person | undefined } | { readonly failure: Failure }

/** Writes first, then acks. */
async function save(room: AdminRoom, ask: SubmissionAsk): Promise<void> {
  const carried = readCarried(ask.view.metadata) ?? older('the schedule')
  const skill = skillFrom(room, carried.skill) ?? older('the schedule')
  const typed = readTyped(ask.view, carried)
  const write = async (): Promise<Outcome> => {
    const admin = await actingAdmin(room.directory, ask)
    if (!admin) return { saved: { kind: 'not-admin' }, admin }
    return { saved: await savePlan(room, admin, skill, typed, (text) => isDrawnFrom(carried, text)), admin }
  }
  const settled = write().catch((error: unknown): Outcome => ({ failure: ask.report(error) }))
  const quick = await Promise.race([settled, later(room.world.saveWithin)])
  const answer = async () => answerTo(room, carried, skill, await settled)
  if (quick) return ask.ack(await answer())
  await ask.ack({ update: scheduleSentence(savingSchedule) })
  const late = asWindow(await answer())
  // What stands, stands: a window that could not be drawn any more is for the log alone.
  const drawnLate = ask.slack.views.update({ view_id: ask.view.id, view: late })
  await drawnLate.catch((error: unknown) => ask.report(error))
}

function answerTo(
  room: AdminRoom,
  carried: NonNullable<ReturnType<typeof readCarried>>,
  skill: string,
  outcome: Outcome,
): Exclude<SubmissionAnswer, { push: ModalView }> {
  if ('failure' in outcome) return { errors: errorAt(carried, 'when', outcome.failure.message.text) }
  const { saved, admin } = outcome
  const now = room.world.now()
  switch (saved.kind) {
    case 'saved':
      return { update: scheduleSentence(savedSentence(saved.nextAt, saved.zone, saved.isRunning, now)) }
    case 'refused':
      return { errors: errorAt(carried, saved.problem.field, saved.problem.sentence) }
    case 'changed-before': {
      const notice = changedBeforeSentence(saved.last, admin?.zone ?? saved.present.plan.zone, now)
      return { update: scheduleWindow(saved.present, { ...drawing(room, skill), notice }) }
    }
    case 'not-admin':
      return { update: scheduleSentence(noAdminAnyMore) }
  }
}

/** Where *Saving…* stands in the place of the form: fields, and errors beside them, are gone. */
function asWindow(answer: ReturnType<typeof answerTo>): ModalView {
  return 'errors' in answer ? scheduleSentence(notSavedSentence(Object.values(answer.errors).join(' '))) : answer.update
}

function drawing(room: AdminRoom, skill: string): Drawing {
  return { skill, label: labelOf(room, skill), now: room.world.now() }
}
