/** Who works in the sandbox's workspace. Data only: what Slack makes of it is in `users.ts`. */
export interface Company {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string }
  readonly people: readonly Person[]
  /** The first one is where a command is typed when no channel is said. */
  readonly channels: readonly CompanyChannel[]
}

export interface Person {
  /** Slack's id: a U, then capitals and digits. */
  readonly id: string
  /** The name after the @. */
  readonly handle: string
  readonly realName: string
  readonly title?: string
  /** IANA zone; Slack leaves it out for some accounts. */
  readonly tz?: string
  readonly isAdmin?: boolean
  readonly isOwner?: boolean
  readonly isDeleted?: boolean
  readonly isBot?: boolean
  /** A guest of several channels. */
  readonly isGuest?: boolean
  /** A guest of one channel. */
  readonly isSingleChannelGuest?: boolean
  /** Somebody of another organisation, met through a shared channel. */
  readonly isStranger?: boolean
  readonly isInvited?: boolean
  /** Hints for whoever fills the bot's database; Slack knows nothing of them. */
  readonly manager?: string
  readonly nats?: NatsHint
}

export interface NatsHint {
  readonly role: 'go' | 'elixir'
  /** The level said in each of the last four quarters, oldest first: 1 Junior to 5 Principal, null for no answer. */
  readonly levels: readonly [Answer, Answer, Answer, Answer]
}

type Answer = 1 | 2 | 3 | 4 | 5 | null

export interface CompanyChannel {
  readonly id: string
  readonly name: string
  /** Ids of its members; without them every account is one. */
  readonly members?: readonly string[]
}
