import { actions, asTyped, button, context, escaped, type Message, message, section } from '../slack/kit.ts'

/** What the first words to an admin are drawn from. */
export interface Welcome {
  /** As Slack wrote it; undefined until it has. */
  readonly workspaceName: string | undefined
  /** What the workspace has granted; undefined until Slack has said. */
  readonly scopes: ReadonlySet<string> | undefined
  readonly command: string
  /** The button that shows what levels ask. */
  readonly browse: { readonly actionId: string; readonly value: string }
}

/** The only message at an installation: to whoever runs the programme, before anybody else hears of it. */
export function welcomeMessage({ workspaceName, scopes, command, browse }: Welcome): Message {
  const name = asTyped(workspaceName ?? 'this workspace')
  return message({
    name: 'directory.welcome',
    text: `NATS Level is installed in ${name}; nobody has been written to. Type ${command} admin to see what admins can do.`,
    blocks: [
      section(`*NATS Level is installed in ${escaped(name)}.* Nobody has been written to.`),
      actions(button(browse.actionId, 'Read what levels ask', { value: browse.value })),
      context(`You are an admin here; \`${command} admin\` lists what admins can do.${notGranted(scopes)}`),
    ],
  })
}

/** Optional permissions, what they are for, and how it goes without. */
const permissions = [
  { scopes: ['files:write'], without: 'sending files, so that an export comes in parts' },
  {
    scopes: ['im:write', 'im:history'],
    without:
      'reading the app’s own direct messages, so that an admin decides where Slack did not say whether one arrived',
  },
] as const

function notGranted(scopes: ReadonlySet<string> | undefined): string {
  if (!scopes) return ''
  const missing = permissions.filter((permission) => permission.scopes.some((scope) => !scopes.has(scope)))
  return missing.length === 0 ? '' : ` Permissions not granted: ${missing.map(({ without }) => without).join('; ')}.`
}
