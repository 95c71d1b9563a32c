import { actions, asTyped, button, context, escaped, type Message, message, section } from '../slack/kit.ts'
import { notGranted } from './rules-permissions.ts'

/** What the first words to an admin are drawn from. */
export interface Welcome {
  /** As Slack wrote it; undefined until it has. */
  readonly workspaceName: string | undefined
  /** What the workspace has granted; undefined until Slack has said. */
  readonly scopes: ReadonlySet<string> | undefined
  readonly command: string
  /** “the first check-in would open …”; undefined where nothing is known of it. */
  readonly firstOpening: string | undefined
  /** The buttons that add people, bring a list of who leads whom, show when check-ins open and what levels ask. */
  readonly people: Way
  readonly managers: Way
  readonly schedule: Way
  readonly browse: Way
}

interface Way {
  readonly actionId: string
  readonly value: string
}

/** The only message at an installation: to whoever runs the programme, before anybody else hears of it. */
export function welcomeMessage(welcome: Welcome): Message {
  const { workspaceName, scopes, command, firstOpening, people, managers, schedule, browse } = welcome
  const name = asTyped(workspaceName ?? 'this workspace')
  return message({
    name: 'directory.welcome',
    text: `NATS Level is installed in ${name}; nobody has been written to. Add people to begin; ${command} admin lists what admins can do.`,
    blocks: [
      section(`*NATS Level is installed in ${escaped(name)}.* Nobody has been written to.`),
      section(
        `Three steps, about five minutes: 1 add people · 2 import managers (optional) · 3 look at the schedule${firstOpening ? `; ${firstOpening}` : ''}.`,
      ),
      actions(
        button(people.actionId, 'Add people', { value: people.value, style: 'primary' }),
        button(managers.actionId, 'Import managers', { value: managers.value }),
        button(schedule.actionId, 'Schedule', { value: schedule.value }),
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
