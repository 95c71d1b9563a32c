import { startSandbox } from '../../sandbox/index.ts'
import { companyOf } from './company.ts'

// The sandbox with Slack's own limits, in a process of its own, whose clock goes on by what the walk would have waited.

let skipped = 0
const sandbox = await startSandbox({
  company: companyOf(Number(process.argv[2])),
  scopes: ['users.profile:read'],
  clock: {
    now: () => Date.now() + skipped,
    after(ms, deed) {
      const timer = setTimeout(deed, ms)
      return () => clearTimeout(timer)
    },
  },
})
process.on('SIGINT', () => {})
process.once('disconnect', () => process.exit(0))
process.on('message', (ms) => {
  skipped += Number(ms)
  process.send?.('moved')
})
process.send?.({ url: sandbox.env.SLACK_API_URL, token: sandbox.env.SLACK_BOT_TOKEN })
