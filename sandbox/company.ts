/** Who works in the sandbox's workspace. Data only: what Slack makes of it is in `users.ts`. */
export interface Company {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string }
  readonly people: readonly Person[]
  /** Who a visitor is at first; without it the first member who is no admin. */
  readonly visitor?: string
  /** The first one is where a command is typed when no channel is said. */
  readonly channels: readonly CompanyChannel[]
  /** Custom fields of a profile, as the workspace's admins made them. */
  readonly profileFields?: readonly ProfileField[]
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
  /** Of another organisation's workspace. */
  readonly teamId?: string
  readonly email?: string
  readonly status?: Status
  /** When they were last changed, in seconds since 1970; long ago when absent. */
  readonly updated?: number
  /** Values of custom fields, by the field's id. */
  readonly fields?: Readonly<Record<string, FieldValue>>
  /** One sentence for whoever chooses whom to act as; Slack knows nothing of it. */
  readonly story?: string
  /** Hints for whoever fills the bot's database; Slack knows nothing of them. */
  readonly manager?: string
  readonly nats?: NatsHint
}

/** What somebody says of themselves beside their name. */
export interface Status {
  readonly text: string
  /** Such as :palm_tree: */
  readonly emoji: string
  /** Seconds since 1970; 0 for never. */
  readonly expiration: number
}

export interface ProfileField {
  /** Xf, then capitals and digits. */
  readonly id: string
  readonly label: string
  readonly type: 'text' | 'long_text' | 'date' | 'link' | 'options_list' | 'tags' | 'user'
  readonly hint?: string
  /** What a list of options offers. */
  readonly options?: readonly string[]
}

export interface FieldValue {
  readonly value: string
  readonly alt: string
}

export interface NatsHint {
  readonly role: 'go' | 'elixir'
  /** The level said in each of the last four quarters, oldest first: 1 Junior to 5 Principal, null for no answer. */
  readonly levels: readonly [Answer, Answer, Answer, Answer]
  /** How they rate themselves in single topics, by the topic's id, where their story needs it: 0 never used to 4 could teach it. */
  readonly topics?: Readonly<Record<string, 0 | 1 | 2 | 3 | 4>>
}

type Answer = 1 | 2 | 3 | 4 | 5 | null

export interface CompanyChannel {
  readonly id: string
  readonly name: string
  /** Ids of its members; without them every account is one. */
  readonly members?: readonly string[]
  /** Whether the app was invited, where members are listed. */
  readonly hasApp?: boolean
  readonly isPrivate?: boolean
  readonly isArchived?: boolean
}
