import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

declare module 'vitest' {
  export interface ProvidedContext {
    /** How Slack’s payloads reach the bot while a journey is walked. */
    transport: 'http' | 'socket'
  }
}

// No module here holds anything of its own: reading Bolt and Prisma once for all files saves a third of the time.
const shared = { testTimeout: 20_000, hookTimeout: 60_000, isolate: false }
const journeys = 'test/journeys/**/*.test.ts'
const browser = 'test/browser/**/*.test.ts'

/** Every journey is walked over signed HTTP and over Socket Mode. */
const walked = (transport: 'http' | 'socket'): TestProjectInlineConfiguration => ({
  test: { ...shared, name: transport, include: [journeys], provide: { transport } },
})

export default defineConfig({
  test: {
    globalSetup: ['test/support/cluster.ts'],
    reporters: ['default', './test/support/counts.ts'],
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'rules',
          include: ['test/**/*.test.ts'],
          exclude: [journeys, browser],
          provide: { transport: 'http' },
        },
      },
      walked('http'),
      walked('socket'),
      {
        test: {
          ...shared,
          name: 'browser',
          include: [browser],
          provide: { transport: 'http' },
          testTimeout: 60_000,
          // A browser wants the machine for itself: after everything else, one file at a time.
          sequence: { groupOrder: 1 },
          maxWorkers: 1,
        },
      },
    ],
  },
})
