import { z } from 'zod'
import { startSandbox } from '../../sandbox/index.ts'
import { drillCompany } from './company.ts'

// The drill’s Slack, in a process of its own: `slack.ts <workspaces> <people in each>`. It says where it listens, and
// lasts as long as whoever started it.

const [workspaces, people] = z.tuple([z.coerce.number(), z.coerce.number()]).parse(process.argv.slice(2))
const [company, ...others] = Array.from({ length: workspaces }, (_, index) => drillCompany(index + 1, people))
if (!company) throw new Error('The drill: found no workspace, expected one at least.')

// To write to people, and to look what stands in one’s own conversations with them.
const scopes = ['im:write', 'im:history']
const sandbox = await startSandbox({
  company,
  scopes,
  workspaces: others.map((each) => ({ company: each, scopes })),
  socketMode: false,
})
// Ctrl-C reaches everybody at once; what stands here is counted first.
process.on('SIGINT', () => {})
process.once('disconnect', () => void sandbox.close().then(() => process.exit(0)))
process.send?.({ url: sandbox.url, workspaces: sandbox.workspaces })
