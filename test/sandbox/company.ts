import type { Company } from '../../sandbox/company.ts'

/** Four people, and channels of every kind. */
export const smallCompany: Company = {
  team: { id: 'T0SMALL', name: 'Small Works', domain: 'small-works' },
  people: [
    { id: 'U0ADA', handle: 'ada', realName: 'Ada Small', tz: 'Europe/Berlin', email: 'ada@small.example' },
    { id: 'U0BEN', handle: 'ben', realName: 'Ben Small', tz: 'Europe/Berlin' },
    { id: 'U0CLEO', handle: 'cleo', realName: 'Cleo Small', tz: 'Pacific/Auckland' },
    { id: 'U0ROBOT', handle: 'robot', realName: 'Another bot', isBot: true },
  ],
  channels: [
    { id: 'C0GENERAL', name: 'general' },
    { id: 'C0SECRET00', name: 'secret', members: ['U0ADA'], isPrivate: true },
    { id: 'C0INNER000', name: 'inner', members: ['U0ADA', 'U0BEN'], isPrivate: true, hasApp: true },
    { id: 'C0OUTSIDE0', name: 'outside', members: ['U0ADA'] },
    { id: 'C0ATTIC000', name: 'attic', members: ['U0ADA'], hasApp: true, isArchived: true },
  ],
  profileFields: [
    { id: 'Xf0MANAGER', label: 'Manager', type: 'user', hint: 'Whom you report to' },
    { id: 'Xf0TEAM', label: 'Team', type: 'options_list', options: ['Platform', 'Payments'] },
  ],
}

/** People of another workspace, one of whom has an id and a name that exist here too. */
export const otherCompany: Company = {
  team: { id: 'T0OTHER', name: 'Other Works', domain: 'other-works' },
  people: [
    { id: 'U0ADA', handle: 'ada', realName: 'Ada Other', tz: 'Asia/Kolkata' },
    { id: 'U0ZOE', handle: 'zoe', realName: 'Zoe Other', tz: 'Asia/Kolkata' },
  ],
  channels: [{ id: 'C0GENERAL', name: 'general' }],
}
