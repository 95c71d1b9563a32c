import type { Person } from '../../company.ts'
import { elixir, go } from './said.ts'

export const leads: readonly Person[] = [
  {
    id: 'U0ANNALIND',
    handle: 'anna',
    realName: 'Anna Lindqvist',
    title: 'Engineering programme lead',
    tz: 'Europe/Berlin',
    isAdmin: true,
    isOwner: true,
    story: 'Leads the programme as its admin; Senior for four quarters.',
    nats: go(3, 3, 3, 3),
  },
  {
    id: 'U0MARIAKOW',
    handle: 'maria',
    realName: 'Maria Kowalczuk',
    title: 'Engineering manager, Platform',
    tz: 'Europe/Berlin',
    manager: 'U0ANNALIND',
    story: 'Manages Platform; Lead / Staff for four quarters.',
    nats: go(4, 4, 4, 4),
  },
  {
    id: 'U0DIEGOSAL',
    handle: 'diego',
    realName: 'Diego Saldanha',
    title: 'Engineering manager, Payments',
    tz: 'America/Sao_Paulo',
    manager: 'U0ANNALIND',
    story: 'Manages Payments; from Senior to Lead / Staff.',
    nats: elixir(3, 3, 4, 4),
  },
  {
    id: 'U0AROHATEK',
    handle: 'aroha',
    realName: 'Aroha Te Kanawa',
    title: 'Engineering manager, Telemetry',
    tz: 'Pacific/Auckland',
    manager: 'U0ANNALIND',
    story: 'Manages Telemetry; from Senior to Lead / Staff.',
    nats: { ...go(3, 4, 4, 4), topics: { 'key-value-store': 2 } },
  },
]
