import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

interface Finding {
  readonly id: string
  readonly impact: 'minor' | 'moderate' | 'serious' | 'critical' | null
  readonly help: string
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
}

/** A small thing on every page is said once. */
const told = new Set<string>()
const source = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** Whatever keeps somebody out of the page as it stands; lesser findings are printed. */
export async function expectNoSeriousAxe(page: Page): Promise<void> {
  const findings = await findingsOn(page)
  for (const lesser of findings.filter((finding) => !isSerious(finding)).map(said)) {
    if (!told.has(lesser)) console.log(`axe on ${page.url()}:\n${lesser}`)
    told.add(lesser)
  }
  const serious = findings.filter(isSerious)
  if (serious.length > 0) expect.fail(`axe on ${page.url()}:\n${serious.map(said).join('\n')}`)
}

/** Told by the debugger, so that the page’s policy for scripts need not be lifted. */
async function findingsOn(page: Page): Promise<readonly Finding[]> {
  await page.evaluate(source)
  return page.evaluate("axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)")
}

function isSerious({ impact }: Finding): boolean {
  return impact === 'serious' || impact === 'critical'
}

function said({ id, impact, help, nodes }: Finding): string {
  const places = nodes.map(({ target, failureSummary = '' }) => {
    const [, ...reasons] = failureSummary.split('\n').map((line) => line.trim())
    return `  at ${target.flat().join(' ')}: ${reasons.join('; ')}`
  })
  return [`${impact ?? 'unrated'} · ${id}: ${help}`, ...places].join('\n')
}
