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
  /** The window under it, which is seen again when it closes. */
  readonly below: string | undefined
  readonly values: Values
}

/**
 * What stands in one field: an option’s value, typed text, a day, a time, an id; a list where several can be chosen; null
 * while it is empty.
 */
export type FieldValue = string | readonly string[] | null

/** What stands in the fields, by block id and action id. */
export type Values = ReadonlyMap<string, ReadonlyMap<string, FieldValue>>

export interface CommandPayload extends Caller {
  readonly command: string
  readonly text: string
  readonly triggerId: string
}

export interface ClickPayload extends Caller {
  readonly actionId: string
  /** A button’s value, the value of the option that was chosen, or the id of who or what was. */
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

/** Something that happened in the workspace; its caller is whom it is about. */
export interface EventPayload extends Caller {
  readonly name: string
  /** As Slack sent it; read by the room that asked for it. */
  readonly event: unknown
}

/** Somebody types into a list that is filled while they type. */
export interface OptionsPayload extends Caller {
  readonly actionId: string
  readonly typed: string
}

/** A payload that does not look like one of Slack’s. */
export class MalformedPayload extends Error {
  override readonly name = 'MalformedPayload'
}

/** Thrown by a handler whose window or button another release has drawn: its person gets a way on, and no error. */
export class OlderRelease extends Error {
  override readonly name = 'OlderRelease'
}

/**
 * Looks at the parts by which payloads are told apart and brought to their handler; the rest is read there.
 * @throws MalformedPayload when they are not as Slack sends them.
 */
export function checkPayload(body: unknown): void {
  const { type, command } = understood(outside, body)
  const kind = kinds.get(type ?? (command === undefined ? '' : 'command'))
  if (!kind) throw new MalformedPayload('payload at type: found none of the kinds that Slack sends')
  understood(kind, body)
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
    value:
      action.selected_option?.value ??
      action.selected_user ??
      action.selected_conversation ??
      action.selected_date ??
      action.selected_time ??
      action.value,
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

export function readEvent(body: unknown): EventPayload {
  const read = understood(eventBody, body)
  const { user } = read.event
  return {
    workspaceId: read.team_id,
    slackId: (typeof user === 'string' ? user : user?.id) ?? '',
    appId: read.api_app_id,
    name: read.event.type,
    event: read.event,
  }
}

export function readOptions(body: unknown): OptionsPayload {
  const read = understood(optionsBody, body)
  return { ...caller(read), actionId: read.action_id, typed: read.value }
}

/** What stands in one field, or null: empty, absent, or not of this kind. */
export function fieldValue(values: Values, blockId: string, actionId: string): string | null {
  const value = values.get(blockId)?.get(actionId) ?? null
  return typeof value === 'string' ? value : null
}

/** What was chosen in a field that takes several; none when it is empty, absent, or not of this kind. */
export function fieldValues(values: Values, blockId: string, actionId: string): readonly string[] {
  const value = values.get(blockId)?.get(actionId) ?? null
  return value !== null && typeof value !== 'string' ? value : []
}

/** Goes back to Slack as it came, so it must be text that can be sent. */
const id = z
  .string()
  .max(255)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)
/** Of a workspace, an organisation or a person. */
const slackId = z.string().regex(/^[A-Z0-9]{1,255}$/)
/** Where an answer may be posted to. */
const hook = z.url({ protocol: /^https?$/ })
const seconds = z.string().regex(/^\d{1,12}\.\d{1,6}$/)
const option = z.object({ value: z.string() })
/** Each kind of field keeps its value under a name of its own. */
const fieldState = z
  .object({
    selected_option: option.nullish(),
    selected_user: z.string().nullish(),
    selected_conversation: z.string().nullish(),
    selected_date: z.string().nullish(),
    selected_time: z.string().nullish(),
    value: z.string().nullish(),
    selected_options: z.array(option).nullish(),
    selected_users: z.array(z.string()).nullish(),
    selected_conversations: z.array(z.string()).nullish(),
    files: z.array(z.object({ id: z.string() })).nullish(),
  })
  .transform(
    (field): FieldValue =>
      field.selected_options?.map(({ value }) => value) ??
      field.selected_users ??
      field.selected_conversations ??
      field.files?.map((file) => file.id) ??
      field.selected_option?.value ??
      field.selected_user ??
      field.selected_conversation ??
      field.selected_date ??
      field.selected_time ??
      field.value ??
      null,
  )

const viewBody = z.object({
  id,
  type: z.enum(['modal', 'home']),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  app_installed_team_id: slackId.nullish(),
  hash: id.optional(),
  root_view_id: id.nullish(),
  previous_view_id: id.nullish(),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), fieldState)) }).nullish(),
})

const sender = z.object({
  user: z.object({ id: slackId, team_id: slackId.optional() }),
  team: z.object({ id: slackId }).nullish(),
})
const interaction = sender.extend({ api_app_id: id, trigger_id: id })

const commandBody = z.object({
  team_id: slackId,
  user_id: slackId,
  api_app_id: id,
  command: id,
  text: z.string().default(''),
  trigger_id: id,
  response_url: hook.optional(),
})

const clickBody = interaction.extend({
  actions: z.tuple(
    [
      z.object({
        action_id: id,
        action_ts: seconds,
        value: z.string().optional(),
        selected_option: option.nullish(),
        selected_user: z.string().nullish(),
        selected_conversation: z.string().nullish(),
        selected_date: z.string().nullish(),
        selected_time: z.string().nullish(),
      }),
    ],
    z.unknown(),
  ),
  view: viewBody.optional(),
  container: z.object({ message_ts: z.string().optional() }).optional(),
  response_url: hook.optional(),
})

const submissionBody = interaction.extend({ view: viewBody })
// Alone among the interactions, a global shortcut does not say which app it is for.
const shortcutBody = interaction.extend({ callback_id: id, api_app_id: z.string().default('') })
const homeOpenedBody = z.object({
  team_id: slackId,
  api_app_id: id,
  event: z.object({ user: slackId, tab: z.string() }),
})

const outside = z.object({ type: z.string().optional(), command: z.unknown().optional() })
const ofView = sender.extend({ view: z.object({ callback_id: z.string(), app_installed_team_id: slackId.nullish() }) })

const optionsBody = sender.extend({
  action_id: id,
  value: z.string().default(''),
  api_app_id: z.string().default(''),
  view: viewBody.optional(),
})

const tellsAccount: ReadonlySet<string> = new Set(['team_join', 'user_change'])

const eventBody = z.object({
  team_id: slackId,
  api_app_id: z.string().default(''),
  // Bolt takes the workspace from here first.
  authorizations: z.array(z.object({ team_id: slackId.nullish() })).optional(),
  // Some events carry the whole account, most its id.
  event: z
    .looseObject({ type: id, user: z.union([slackId, z.looseObject({ id: slackId })]).optional() })
    .refine(({ type, user }) => !tellsAccount.has(type) || typeof user === 'object', 'expected a whole account'),
})

/** Every kind that Slack sends to an app like this one, by its type; a command has none. */
const kinds: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['command', commandBody.pick({ team_id: true, user_id: true, command: true })],
  ['block_actions', sender.extend({ actions: z.tuple([z.object({ action_id: id })], z.unknown()) })],
  ['block_suggestion', sender.extend({ action_id: id })],
  ['shortcut', sender.extend({ callback_id: id })],
  ['message_action', sender.extend({ callback_id: id })],
  ['view_submission', ofView],
  ['view_closed', ofView],
  ['event_callback', eventBody],
  ['app_rate_limited', z.object({})],
])

function understood<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new MalformedPayload(`payload at ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'not understood'}`)
}

type Interaction = z.infer<typeof sender> & {
  readonly api_app_id: string
  readonly view?: z.infer<typeof viewBody> | undefined
}

function caller(read: Interaction): Caller {
  // A window can be filled in by somebody of another workspace, in a shared channel; then it names where it lives.
  // In an organisation-wide installation `team` is null and the person carries theirs.
  const workspaceId = read.view?.app_installed_team_id ?? read.team?.id ?? read.user.team_id
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
    below: read.previous_view_id ?? undefined,
    values: new Map(
      Object.entries(read.state?.values ?? {}).map(([block, fields]) => [block, new Map(Object.entries(fields))]),
    ),
  }
}

/** Slack tells the window below and the one at the bottom: the same one under the second window, two under the third. */
function depth(read: z.infer<typeof viewBody>): 1 | 2 | 3 {
  if (!read.previous_view_id) return 1
  return read.previous_view_id === read.root_view_id ? 2 : 3
}
