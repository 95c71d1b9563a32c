import { actions, asTyped, button, context, escaped, type Message, message, section } from '../slack/kit.ts'
import { notGranted } from './rules-permissions.ts'

/** What the first words to an admin are drawn from. */
export interface Welcome {
  /** As Slack wrote it; undefined until it has. */
  readonly workspaceName: string | undefined
  /** What the workspace has granted; undefined until Slack has said. */
  readonly scopes: ReadonlySet<string> | undefined
  readonly command: string
  /** The buttons that add people, bring a list of who leads whom, and show what levels ask. */
  readonly people: Way
  readonly managers: Way
  readonly browse: Way
}

interface Way {
  readonly actionId: string
  readonly value: string
}

/** The only message at an installation: to whoever runs the programme, before anybody else hears of it. */
export function welcomeMessage({ workspaceName, scopes, command, people, managers, browse }: Welcome): Message {
  const name = asTyped(workspaceName ?? 'this workspace')
  return message({
    name: 'directory.welcome',
    text: `NATS Level is installed in ${name}; nobody has been written to. Add people to begin; ${command} admin lists what admins can do.`,
    blocks: [
      section(`*NATS Level is installed in ${escaped(name)}.* Nobody has been written to.`),
      section('Two steps, a few minutes: 1 add people · 2 import managers (optional).'),
      actions(
        button(people.actionId, 'Add people', { value: people.value, style: 'primary' }),
        button(managers.actionId, 'Import managers', { value: managers.value }),
        button(browse.actionId, 'Read what levels ask', { value: browse.value }),
      ),
      context(`You are an admin here; \`${command} admin\` lists what admins can do.${permissionsSentence(scopes)}`),
    ],
  })
}

function permissionsSentence(scopes: ReadonlySet<string> | undefined): string {
  const missing = notGranted(scopes)
  return missing.length === 0 ? '' : ` Permissions not granted: ${missing.join('; ')}.`
}
