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
const fieldState = z.object({ selected_option: option.nullish(), value: z.string().nullish() })

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

const eventBody = z.object({
  team_id: slackId,
  // Bolt takes the workspace from here first.
  authorizations: z.array(z.object({ team_id: slackId.nullish() })).optional(),
  // Some events carry the whole account, most its id.
  event: z.object({ type: id, user: z.union([slackId, z.object({ id: slackId })]).optional() }),
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

type Interaction = z.infer<typeof interaction> & { readonly view?: z.infer<typeof viewBody> | undefined }

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
