import type { AdminRoom } from './room.ts'

/** The skill of this key; undefined where there is none. */
export function skillFrom(
  { catalog: { profiles } }: Pick<AdminRoom, 'catalog'>,
  key: string | undefined,
): string | undefined {
  return profiles.find(({ skill }) => skill === key)?.skill
}

/** How the skill is called where there are several; one alone goes without saying. */
export function labelOf({ catalog: { profiles } }: Pick<AdminRoom, 'catalog'>, skill: string): string | undefined {
  return profiles.length > 1 ? profiles.find((profile) => profile.skill === skill)?.label : undefined
}
