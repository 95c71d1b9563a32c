// Runs before every script that needs the code: checks Node, then generates the Prisma client when it is missing or stale.
// Old syntax on purpose: an old Node must be able to read this file far enough to say that it is too old.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const needed = [20, 19]
const found = process.versions.node.split('.').map(Number)
if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  console.error(
    `NATS Level needs Node ${needed.join('.')} or newer; this is ${process.versions.node}. Please install a newer Node and try again.`,
  )
  process.exit(1)
}

const root = fileURLToPath(new URL('..', import.meta.url))
const schema = `${root}prisma/schema.prisma`
const stamp = `${root}src/db/generated/.schema`

const onlyNode = process.argv.includes('--only-node')
const starting = process.argv.includes('--start')
if (!starting && !existsSync(`${root}node_modules/tsx`)) {
  console.error('The packages are not installed yet. Run `npm ci` first.')
  process.exit(1)
}

if (!onlyNode && !starting) {
  const require = createRequire(import.meta.url)
  const wanted = createHash('sha256')
    .update(readFileSync(schema))
    .update(require('prisma/package.json').version)
    .digest('hex')
  const have = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (have !== wanted) {
    const prisma = require.resolve('prisma/build/index.js')
    const run = spawnSync(process.execPath, [prisma, 'generate', '--no-hints'], { cwd: root, encoding: 'utf8' })
    if (run.status !== 0) {
      console.error(`The database client could not be generated from prisma/schema.prisma:\n${run.stdout}${run.stderr}`)
      process.exit(1)
    }
    writeFileSync(stamp, wanted)
  }
}
