import type { Person } from '../../company.ts'
import { go } from './said.ts'

/** Whoever is in the workspace without being one of its working members. */
export const others: readonly Person[] = [
  {
    id: 'U0KENJIMOR',
    handle: 'kenji',
    realName: 'Kenji Morikubo',
    title: 'Contractor',
    tz: 'America/New_York',
    isGuest: true,
    story: 'A contractor: a guest, so the programme is not for him.',
  },
  {
    id: 'U0OLGASID',
    handle: 'olga',
    realName: 'Olga Sidorchuk',
    title: 'Backend developer',
    tz: 'Europe/Berlin',
    isDeleted: true,
    story: 'Left this quarter; was Senior by then.',
    nats: go(2, 2, 3, null),
  },
]

export const invited: Person = {
  id: 'U0OKSANAHR',
  handle: 'oksana',
  realName: 'Oksana Hrynko',
  title: 'Backend developer',
  tz: 'Europe/Warsaw',
  isInvited: true,
  story: 'Invited; has not joined yet.',
}
