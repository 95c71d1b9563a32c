import type { Reporter, TestModule, TestSuite } from 'vitest/node'

/** Ends the output with one plain line: `12 passed, 0 failed`, and `, 1 skipped` where there are some. */
export default class Counts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const line = countsLine(modules, unhandled.length)
    // Whatever others still have to say when they clear up comes before it.
    process.once('exit', () => process.stdout.write(`${line}\n`))
  }
}

function countsLine(modules: readonly TestModule[], unhandled: number): string {
  const tests = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state))
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
