/** Optional permissions, what they are for, and how it goes without. */
const permissions = [
  { scopes: ['files:write'], without: 'sending files, so an export comes in parts' },
  {
    scopes: ['im:write', 'im:history'],
    without: 'reading the app’s own direct messages, so an admin decides where Slack did not say whether one arrived',
  },
  { scopes: ['files:read'], without: 'reading files, so lists are pasted instead of uploaded' },
  {
    scopes: ['channels:read', 'groups:read'],
    without: 'seeing who is in a channel, so people are added by name or by list',
  },
  {
    scopes: ['users.profile:read'],
    without: 'reading profiles, so managers come from lists and from people themselves',
  },
] as const

/** What the workspace has not granted, in words; nothing while Slack has not said what it has. */
export function notGranted(scopes: ReadonlySet<string> | undefined): readonly string[] {
  if (!scopes) return []
  const missing = permissions.filter((permission) => permission.scopes.some((scope) => !scopes.has(scope)))
  return missing.map(({ without }) => without)
}
