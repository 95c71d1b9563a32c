import { readPerson } from './control/input.ts'
import { Refused } from './control/refusal.ts'
import type { Live, Watched } from './live.ts'
import type { Slack } from './slack.ts'
import type { Refusal, SocketDoor } from './sockets/door.ts'

const PARTS = ['screen', 'journal'] as const

/** A page's way in: `?user=U…&part=screen` (or `journal`), and `team` where there are several workspaces. */
export function liveDoor(live: Live, meant: (team: string | undefined) => Slack): SocketDoor {
  const read = ({ searchParams: query }: URL): Watched => {
    const slack = meant(query.get('team') ?? undefined)
    const { id: user } = readPerson(slack, query.get('user'))
    const wanted = query.get('part') ?? 'screen'
    const part = PARTS.find((each) => each === wanted)
    if (!part) throw new Refused(400, `“part” is “${wanted}”; expected ${PARTS.join(' or ')}.`)
    return { slack, user, part }
  }
  return {
    whyNot: (address) => whyNot(() => read(address)),
    open: (socket, address) => live.watch(socket, read(address)),
  }
}

function whyNot(attempt: () => unknown): Refusal | undefined {
  try {
    attempt()
    return undefined
  } catch (error) {
    return [error instanceof Refused && error.status === 404 ? 404 : 400, error instanceof Error ? error.message : '']
  }
}
