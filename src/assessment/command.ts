/** Whom somebody means after `show`. */
export type Asked =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'somebody'; readonly slackId: string; readonly name: string }
  | { readonly kind: 'several' }
  | { readonly kind: 'not-found'; readonly typed: string }

/** Slack writes a chosen name as `<@U123|ivan>`; a name typed without choosing stays text. */
export function mentionsIn(rest: string): Asked {
  const words = rest.split(/\s+/).filter(Boolean)
  const [first] = words
  if (first === undefined) return { kind: 'nobody' }
  const found = words.map((word) => /^<@([UW][A-Z0-9]+)(?:\|([^>]*))?>$/.exec(word))
  const [mention] = found
  if (found.filter(Boolean).length > 1) return { kind: 'several' }
  if (!mention?.[1] || words.length > 1) return { kind: 'not-found', typed: words.find((_, at) => !found[at]) ?? first }
  return { kind: 'somebody', slackId: mention[1], name: mention[2] || 'them' }
}
