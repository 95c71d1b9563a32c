import { randomUUID } from 'node:crypto'
import { ids, topicsStep } from '../src/assessment/form.ts'
import { isChosen, openingState } from '../src/assessment/form-state.ts'
import type { Given } from '../src/assessment/rules.ts'
import type { Registered } from '../src/catalog/flow.ts'
import { expectationsOf } from '../src/catalog/rules.ts'
import type { Transport } from './bot.ts'

/** The window with *Save* in it. */
export const formWindow = ids.topicsStep
/** With this window a command of ours has been answered; before it stands one that says *Fetching…*. */
export const firstStep = ids.levelStep
/** The only window of the bare app. */
export const bareWindow = 'bare.window'

export const team = 'T0BENCH'
const app = 'A0BENCH'
const somebody = 'U0SOMEBODY'
const someDraft = '00000000-0000-4000-8000-000000000000'

/** How the payloads of one transport are written. */
export interface Payloads {
  readonly command: (slackId: string, trigger: string) => string
  /**
   * The saving submit: the third step, filled in, with the whole window in it as Slack sends it. Each has a draft of its
   * own, so that each is recorded. The long text is written once; only the ids in it change.
   */
  readonly submission: (slackId: string) => string
}

export function payloadsOver(transport: Transport, registered: Registered): Payloads {
  const payload = submission(registered)
  const written = transport === 'http' ? form({ payload: JSON.stringify(payload) }) : JSON.stringify(payload)
  return {
    command: (slackId, trigger) => {
      const fields = command(slackId, trigger)
      return transport === 'http' ? form(fields) : JSON.stringify(fields)
    },
    submission: (slackId) => written.replaceAll(someDraft, randomUUID()).replaceAll(somebody, slackId),
  }
}

function form(fields: Record<string, string>): string {
  return new URLSearchParams(fields).toString()
}

function command(slackId: string, trigger: string): Record<string, string> {
  return {
    token: 'unused',
    team_id: team,
    team_domain: 'bench',
    channel_id: 'C0BENCH',
    channel_name: 'general',
    user_id: slackId,
    user_name: 'somebody',
    command: '/nats-level',
    text: '',
    api_app_id: app,
    is_enterprise_install: 'false',
    response_url: 'http://127.0.0.1:9/unused',
    trigger_id: trigger,
  }
}

function submission(registered: Registered): object {
  const view = filledStep(registered)
  const topics = registered.profile.topics.map(({ id }): [string, object] => [
    `${ids.topic}.${id}#1`,
    {
      [ids.topic]: { type: 'static_select', selected_option: { text: { type: 'plain_text', text: '2' }, value: '2' } },
    },
  ])
  const note: [string, object] = [`${ids.note}#1`, { [ids.note]: { type: 'plain_text_input', value: null } }]
  return {
    type: 'view_submission',
    team: { id: team, domain: 'bench' },
    user: { id: somebody, username: 'somebody', team_id: team },
    api_app_id: app,
    token: 'unused',
    trigger_id: '1.2.3',
    view: {
      ...view,
      id: 'V0BENCH',
      team_id: team,
      root_view_id: 'V0BENCH',
      previous_view_id: null,
      hash: '1.abc',
      state: { values: Object.fromEntries([...topics, note]) },
    },
    response_urls: [],
    is_enterprise_install: false,
    enterprise: null,
  }
}

function filledStep(registered: Registered): object {
  const { profile, version } = registered
  const fresh = { via: 'command' as const, draftId: someDraft, personId: undefined, version, zone: 'Europe/Kyiv' }
  const state = openingState(profile, fresh, { draft: somebodysAnswers(registered), reworded: new Set() })
  if (!isChosen(state)) throw new Error(`the form did not keep role ${state.role} and rank ${state.rank}`)
  return topicsStep(registered, state)
}

/** Every item of the second level and the next *with help*, every topic at 2. */
export function somebodysAnswers({ profile }: Registered): Given {
  const [role] = profile.roles
  if (!role) throw new Error(`the profile ${profile.skill} has no role to answer for`)
  const rank = 2
  const { own, next } = expectationsOf(profile, role.id, rank)
  const answers = new Map([...own.items, ...(next?.items ?? [])].map(({ id }) => [id, 1 as const]))
  const ratings = new Map(profile.topics.map(({ id }) => [id, 2 as const]))
  return { role: role.id, rank, answers, ratings, note: '' }
}
