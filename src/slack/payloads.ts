import { z } from 'zod'

/** What somebody did in Slack, reduced to what the rooms ask about. Read by zod once; trusted from here on. */
export interface Caller {
  readonly workspaceId: string
  readonly slackId: string
  /** Empty for a shortcut: Slack does not say it there. */
  readonly appId: string
}

/** The window or Home tab a click or submission came from. */
export interface OpenView {
  readonly id: string
  readonly kind: 'modal' | 'home'
  readonly callbackId: string
  readonly metadata: string
  /** Changes with every drawing; a drawing that names an older one is refused by Slack. */
  readonly hash: string | undefined
  /** 1 for the first window, 3 for the last that Slack allows on top of it. */
  readonly depth: 1 | 2 | 3
  readonly values: Values
}

/** What stands in the fields, by block id and action id: an option’s value, typed text, or null while empty. */
export type Values = ReadonlyMap<string, ReadonlyMap<string, string | null>>

export interface CommandPayload extends Caller {
  readonly command: string
  readonly text: string
  readonly triggerId: string
}

export interface ClickPayload extends Caller {
  readonly actionId: string
  /** A button’s value, or the value of the option that was chosen. */
  readonly value: string | undefined
  /** Slack’s time of the click, in seconds with six decimals. */
  readonly clickedAt: number
  readonly triggerId: string
  readonly view: OpenView | undefined
  /** The message that was clicked on; undefined in windows and on the Home tab. */
  readonly messageTs: string | undefined
}

export interface SubmissionPayload extends Caller {
  readonly view: OpenView
  readonly triggerId: string
}

export interface ShortcutPayload extends Caller {
  readonly callbackId: string
  readonly triggerId: string
}

/** A payload that does not look like one of Slack’s. */
export class MalformedPayload extends Error {
  override readonly name = 'MalformedPayload'
}

export function readCommand(body: unknown): CommandPayload {
  const read = understood(commandBody, body)
  return {
    workspaceId: read.team_id,
    slackId: read.user_id,
    appId: read.api_app_id,
    command: read.command,
    text: read.text,
    triggerId: read.trigger_id,
  }
}

export function readClick(body: unknown): ClickPayload {
  const read = understood(clickBody, body)
  const [action] = read.actions
  return {
    ...caller(read),
    actionId: action.action_id,
    value: action.selected_option?.value ?? action.value,
    clickedAt: Number(action.action_ts),
    triggerId: read.trigger_id,
    view: read.view && openView(read.view),
    messageTs: read.response_url === undefined ? undefined : read.container?.message_ts,
  }
}

export function readSubmission(body: unknown): SubmissionPayload {
  const read = understood(submissionBody, body)
  return { ...caller(read), triggerId: read.trigger_id, view: openView(read.view) }
}

export function readShortcut(body: unknown): ShortcutPayload {
  const read = understood(shortcutBody, body)
  return { ...caller(read), callbackId: read.callback_id, triggerId: read.trigger_id }
}

/** Undefined when it was the app’s Messages tab. */
export function readHomeOpened(body: unknown): Caller | undefined {
  const read = understood(homeOpenedBody, body)
  if (read.event.tab !== 'home') return undefined
  return { workspaceId: read.team_id, slackId: read.event.user, appId: read.api_app_id }
}

/** What stands in one field, or null: empty, absent, or not of this kind. */
export function fieldValue(values: Values, blockId: string, actionId: string): string | null {
  return values.get(blockId)?.get(actionId) ?? null
}

const id = z.string().min(1).max(255)
const option = z.object({ value: z.string() })
const fieldState = z.object({ selected_option: option.nullish(), value: z.string().nullish() })

const viewBody = z.object({
  id,
  type: z.enum(['modal', 'home']),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  hash: z.string().optional(),
  root_view_id: id.nullish(),
  previous_view_id: id.nullish(),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), fieldState)) }).nullish(),
})

const interaction = z.object({
  user: z.object({ id, team_id: id.optional() }),
  team: z.object({ id }).nullish(),
  api_app_id: id,
  trigger_id: id,
})

const commandBody = z.object({
  team_id: id,
  user_id: id,
  api_app_id: id,
  command: id,
  text: z.string().default(''),
  trigger_id: id,
})

const clickBody = interaction.extend({
  actions: z.tuple(
    [
      z.object({
        action_id: id,
        action_ts: z.string(),
        value: z.string().optional(),
        selected_option: option.nullish(),
      }),
    ],
    z.unknown(),
  ),
  view: viewBody.optional(),
  container: z.object({ message_ts: z.string().optional() }).optional(),
  response_url: z.string().optional(),
})

const submissionBody = interaction.extend({ view: viewBody })
// Alone among the interactions, a global shortcut does not say which app it is for.
const shortcutBody = interaction.extend({ callback_id: id, api_app_id: z.string().default('') })
const homeOpenedBody = z.object({ team_id: id, api_app_id: id, event: z.object({ user: id, tab: z.string() }) })

function understood<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new MalformedPayload(`payload at ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'not understood'}`)
}

function caller(read: z.infer<typeof interaction> | z.infer<typeof shortcutBody>): Caller {
  // In an organisation-wide installation `team` is null and the person carries theirs.
  const workspaceId = read.team?.id ?? read.user.team_id
  if (!workspaceId) throw new MalformedPayload('payload at team.id: found nothing, expected a workspace')
  return { workspaceId, slackId: read.user.id, appId: read.api_app_id }
}

function openView(read: z.infer<typeof viewBody>): OpenView {
  return {
    id: read.id,
    kind: read.type,
    callbackId: read.callback_id,
    metadata: read.private_metadata,
    hash: read.hash,
    depth: depth(read),
    values: new Map(
      Object.entries(read.state?.values ?? {}).map(([block, fields]) => [
        block,
        new Map(
          Object.entries(fields).map(([action, field]) => [
            action,
            field.selected_option?.value ?? field.value ?? null,
          ]),
        ),
      ]),
    ),
  }
}

/** Slack tells the window below and the one at the bottom: the same one under the second window, two under the third. */
function depth(read: z.infer<typeof viewBody>): 1 | 2 | 3 {
  if (!read.previous_view_id) return 1
  return read.previous_view_id === read.root_view_id ? 2 : 3
}
