import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { RULES } from '../../sandbox/api/rules.ts'
import { CONTROL } from '../../sandbox/control/routes.ts'
import { CALL_KINDS, DELIVERY_KINDS } from '../../sandbox/faults/kinds.ts'

const readme = readFileSync(new URL('../../sandbox/README.md', import.meta.url), 'utf8')

/** The part under this heading. */
function under(heading: string): string {
  const [, after = ''] = readme.split(`\n## ${heading}\n`)
  return after.split('\n## ')[0] ?? ''
}

describe('the README of the sandbox', () => {
  it('lists every method with its tier and its scopes', () => {
    const listed = [...readme.matchAll(/^\| `([a-zA-Z.]+)` \| ([\w ]+) \| (.+) \|$/gm)].map(
      ([, method, tier, scopes]) => [method, tier, scopes],
    )
    const ruled = Object.entries(RULES).map(([method, { tier, scopes }]) => [
      method,
      String(tier),
      scopes.map((scope) => `\`${scope}\``).join(' or ') || 'none',
    ])
    expect(listed).toEqual(ruled)
  })

  it('lists every route with the ways to ask it', () => {
    const rows = [...under('Every route').matchAll(/^\| (.+?) \| .+ \|$/gm)].map(([, row = '']) => row)
    const asked = rows.flatMap((row) => [...row.matchAll(/((?:[A-Z]+, )*[A-Z]+) `([a-z]+)/g)])
    const listed = asked.map(([, methods, route]) => `${methods} /control/${route}`)
    const routes = [...CONTROL].map(([path, route]) => `${Object.keys(route).join(', ')} ${path}`)
    expect(listed.toSorted()).toEqual(routes.toSorted())
  })

  it('lists every kind of misbehaviour', () => {
    const listed = [...under('Misbehaviour on demand').matchAll(/^\| `(\w+)` \| .+ \|$/gm)].map(([, kind]) => kind)
    expect(listed).toEqual([...CALL_KINDS, ...DELIVERY_KINDS])
  })
})
