// `npm start`: runs what `npm run build` made. On a checkout that still has its tools, a missing or outdated build is made
// first, so that nobody runs yesterday's code by accident.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const main = `${root}dist/main.js`

const canBuild = existsSync(`${root}node_modules/typescript`) && existsSync(`${root}node_modules/prisma`)
if (canBuild && isOutdated()) {
  console.error('Building first, because dist/ is missing or older than the sources.')
  for (const script of ['prepare.mjs', 'build.mjs']) {
    const { status } = spawnSync(process.execPath, [`${root}scripts/${script}`], { stdio: ['ignore', 2, 2] })
    if (status !== 0) process.exit(status ?? 1)
  }
}
if (!existsSync(main)) {
  console.error('There is no dist/ to start. Run `npm ci && npm run build` once, then `npm start` again.')
  process.exit(1)
}
await import(pathToFileURL(main).href)

function isOutdated() {
  if (!existsSync(main)) return true
  const built = statSync(main).mtimeMs
  const sources = [`${root}prisma/schema.prisma`, ...files(`${root}src`)]
  return sources.some((file) => statSync(file).mtimeMs > built)
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('generated'))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
}
