import type { Company, NatsHint, Person } from '../company.ts'

type Levels = NatsHint['levels']

const go = (...levels: Levels): NatsHint => ({ role: 'go', levels })
const elixir = (...levels: Levels): NatsHint => ({ role: 'elixir', levels })

const BERLIN = 'Europe/Berlin'
const LISBON = 'Europe/Lisbon'
const NEW_YORK = 'America/New_York'
const SAO_PAULO = 'America/Sao_Paulo'
const KOLKATA = 'Asia/Kolkata'
const AUCKLAND = 'Pacific/Auckland'

const leads: readonly Person[] = [
  {
    id: 'U0ANNALIND',
    handle: 'anna',
    realName: 'Anna Lindqvist',
    title: 'Engineering programme lead',
    tz: BERLIN,
    isAdmin: true,
    isOwner: true,
    nats: go(3, 3, 3, 3),
  },
  {
    id: 'U0MARIAKOW',
    handle: 'maria',
    realName: 'Maria Kowalczuk',
    title: 'Engineering manager, Platform',
    tz: BERLIN,
    manager: 'U0ANNALIND',
    nats: go(4, 4, 4, 4),
  },
  {
    id: 'U0DIEGOSAL',
    handle: 'diego',
    realName: 'Diego Saldanha',
    title: 'Engineering manager, Payments',
    tz: SAO_PAULO,
    manager: 'U0ANNALIND',
    nats: elixir(3, 3, 4, 4),
  },
  {
    id: 'U0AROHATEK',
    handle: 'aroha',
    realName: 'Aroha Te Kanawa',
    title: 'Engineering manager, Telemetry',
    tz: AUCKLAND,
    manager: 'U0ANNALIND',
    nats: go(3, 4, 4, 4),
  },
]

const platform: readonly Person[] = [
  {
    id: 'U0IVANPET',
    handle: 'ivan',
    realName: 'Ivan Petrenko',
    title: 'Backend developer',
    tz: BERLIN,
    manager: 'U0MARIAKOW',
    nats: go(1, 1, 2, 2),
  },
  {
    id: 'U0LEILAHAD',
    handle: 'leila',
    realName: 'Leila Haddadi',
    title: 'Staff engineer',
    tz: BERLIN,
    manager: 'U0MARIAKOW',
    nats: go(4, 4, 4, 5),
  },
  {
    id: 'U0JONASWEB',
    handle: 'jonas',
    realName: 'Jonas Webermann',
    title: 'Senior backend developer',
    tz: BERLIN,
    manager: 'U0MARIAKOW',
    nats: go(2, 3, 3, 3),
  },
  {
    id: 'U0INESMOUR',
    handle: 'ines',
    realName: 'Inês Mourinha',
    title: 'Backend developer',
    tz: LISBON,
    manager: 'U0MARIAKOW',
    nats: elixir(1, 2, 2, 2),
  },
  {
    id: 'U0TOMASREG',
    handle: 'tomas',
    realName: 'Tomás Regueiro',
    title: 'Backend developer',
    tz: LISBON,
    manager: 'U0MARIAKOW',
    nats: go(2, 2, 2, 3),
  },
  {
    id: 'U0GRACEOKO',
    handle: 'grace',
    realName: 'Grace Okonjo-Bell',
    title: 'Junior backend developer',
    tz: LISBON,
    manager: 'U0MARIAKOW',
    nats: go(null, null, 1, 1),
  },
  // Has never answered: the example of somebody without a level.
  {
    id: 'U0PAVELDOR',
    handle: 'pavel',
    realName: 'Pavel Dorenko',
    title: 'Backend developer',
    tz: BERLIN,
    manager: 'U0MARIAKOW',
    nats: go(null, null, null, null),
  },
]

const payments: readonly Person[] = [
  {
    id: 'U0CAMILARI',
    handle: 'camila',
    realName: 'Camila Ribeirão',
    title: 'Senior backend developer',
    tz: SAO_PAULO,
    manager: 'U0DIEGOSAL',
    nats: elixir(3, 3, 3, 4),
  },
  {
    id: 'U0RAFAELNU',
    handle: 'rafael',
    realName: 'Rafael Nunciato',
    title: 'Backend developer',
    tz: SAO_PAULO,
    manager: 'U0DIEGOSAL',
    nats: elixir(1, 1, 1, 2),
  },
  {
    id: 'U0BIANCAAL',
    handle: 'bianca',
    realName: 'Bianca Alencastro',
    title: 'Backend developer',
    tz: SAO_PAULO,
    manager: 'U0DIEGOSAL',
    nats: elixir(2, 2, null, 2),
  },
  {
    id: 'U0MARCUSHA',
    handle: 'marcus',
    realName: 'Marcus Hallowell',
    title: 'Principal engineer',
    tz: NEW_YORK,
    manager: 'U0DIEGOSAL',
    nats: go(5, 5, 5, 5),
  },
  {
    id: 'U0NAOMIFEL',
    handle: 'naomi',
    realName: 'Naomi Feldstrom',
    title: 'Senior backend developer',
    tz: NEW_YORK,
    manager: 'U0DIEGOSAL',
    nats: go(3, 3, 3, 3),
  },
  {
    id: 'U0DEVONCAR',
    handle: 'devon',
    realName: 'Devon Carruth',
    title: 'Backend developer',
    tz: NEW_YORK,
    manager: 'U0DIEGOSAL',
    nats: go(2, 2, 3, 3),
  },
  {
    id: 'U0HANNAHVO',
    handle: 'hannah',
    realName: 'Hannah Vossberg',
    title: 'Junior backend developer',
    tz: NEW_YORK,
    manager: 'U0DIEGOSAL',
    nats: go(null, 1, 1, 1),
  },
]

const telemetry: readonly Person[] = [
  {
    id: 'U0PRIYARAM',
    handle: 'priya',
    realName: 'Priya Ramanujan',
    title: 'Senior backend developer',
    tz: KOLKATA,
    manager: 'U0AROHATEK',
    nats: go(3, 3, 4, 4),
  },
  {
    id: 'U0ARJUNMEH',
    handle: 'arjun',
    realName: 'Arjun Mehrotra',
    title: 'Backend developer',
    tz: KOLKATA,
    manager: 'U0AROHATEK',
    nats: go(1, 2, 2, 2),
  },
  {
    id: 'U0SNEHAKUL',
    handle: 'sneha',
    realName: 'Sneha Kulkarnee',
    title: 'Backend developer',
    tz: KOLKATA,
    manager: 'U0AROHATEK',
    nats: elixir(2, 2, 2, 3),
  },
  {
    id: 'U0WIREMUNG',
    handle: 'wiremu',
    realName: 'Wiremu Ngatai',
    title: 'Backend developer',
    tz: AUCKLAND,
    manager: 'U0AROHATEK',
    nats: go(2, 3, 2, 3),
  },
  {
    id: 'U0SOPHIECR',
    handle: 'sophie',
    realName: 'Sophie Cranwell',
    title: 'Junior backend developer',
    tz: AUCKLAND,
    manager: 'U0AROHATEK',
    nats: go(null, null, null, 1),
  },
]

const others: readonly Person[] = [
  { id: 'U0KENJIMOR', handle: 'kenji', realName: 'Kenji Morikubo', title: 'Contractor', tz: NEW_YORK, isGuest: true },
  {
    id: 'U0OLGASID',
    handle: 'olga',
    realName: 'Olga Sidorchuk',
    title: 'Backend developer',
    tz: BERLIN,
    isDeleted: true,
    nats: go(2, 2, 3, null),
  },
]

/** Twenty-five people in six zones, with four quarters of what they said about themselves. All invented. */
export const exampleCompany: Company = {
  team: { id: 'T0HARBOUR', name: 'Harbour Works', domain: 'harbour-works' },
  people: [...leads, ...platform, ...payments, ...telemetry, ...others],
  channels: [
    { id: 'C0GENERAL', name: 'general' },
    { id: 'C0PLATFORM', name: 'platform', members: idsOf([...leads, ...platform]), hasApp: true },
    { id: 'C0PAYMENTS', name: 'payments', members: idsOf([...leads, ...payments, ...others]), hasApp: true },
    { id: 'C0TELEMETRY', name: 'telemetry', members: idsOf([...leads, ...telemetry]) },
  ],
}

function idsOf(people: readonly Person[]): readonly string[] {
  return people.map(({ id }) => id)
}
