import type { Reporter, TestModule, TestSuite } from 'vitest/node'

/**
 * Ends the output with one plain line: `12 passed, 0 failed`, and `, 1 skipped` where there are some. Before it stand how
 * many steps of journeys passed over each transport (a difference is a failure), and why tests were skipped.
 */
export default class Counts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const journeys = journeysLine(modules)
    if (journeys?.differ) process.exitCode = 1
    const line = countsLine(modules, unhandled.length + (journeys?.differ ? 1 : 0))
    // Whatever others still have to say when they clear up comes before it.
    const lines = [...(journeys ? [journeys.line] : []), ...reasons(modules), line]
    process.once('exit', () => process.stdout.write(`${lines.join('\n')}\n`))
  }
}

/** Undefined when only one transport was run. */
function journeysLine(modules: readonly TestModule[]): { readonly line: string; readonly differ: boolean } | undefined {
  const passedOver = (transport: string) =>
    modules
      .filter(({ project }) => project.name === transport)
      .flatMap(statesOf)
      .filter((state) => state === 'passed').length
  const [http, socket] = [passedOver('http'), passedOver('socket')]
  if (http === 0 || socket === 0) return undefined
  return { line: `Journeys: ${http} passed over HTTP, ${socket} over Socket Mode`, differ: http !== socket }
}

/** What skipped tests say of themselves: `the first visit (skipped: no browser)`. Once each. */
function reasons(modules: readonly TestModule[]): readonly string[] {
  const skipped = modules
    .flatMap((module) => [...module.children.allTests()])
    .filter((test) => test.result().state === 'skipped')
  const found = skipped.flatMap(({ name }) => /\(skipped: (.+)\)$/.exec(name)?.[1] ?? [])
  return [...new Set(found)].map((reason) => `Skipped: ${reason}`)
}

function statesOf(module: TestModule): readonly string[] {
  return [...module.children.allTests()].map((test) => test.result().state)
}

function countsLine(modules: readonly TestModule[], unhandled: number): string {
  const tests = modules.flatMap(statesOf)
  const broken = modules.flatMap((module) => [module, ...module.children.allSuites()]).filter(hasOwnErrors)
  const count = (...states: string[]) => tests.filter((state) => states.includes(state)).length
  const failed = count('failed') + broken.length + unhandled
  const skipped = count('skipped', 'pending')
  return `${count('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** A file that could not be read, or a hook that failed: no test of it did. */
function hasOwnErrors(suite: TestModule | TestSuite): boolean {
  return suite.errors().length > 0
}
