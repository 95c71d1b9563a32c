// Compiles src/ to dist/ and takes along what the compiler leaves behind: skill profiles, and where a worker thread begins.
// Migrations stay in prisma/.
import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const compiler = resolve(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')

rmSync(`${root}dist`, { recursive: true, force: true })
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
cpSync(`${root}src/catalog/profiles`, `${root}dist/catalog/profiles`, { recursive: true })
cpSync(`${root}src/mentorship/assignment/boot.mjs`, `${root}dist/mentorship/assignment/boot.mjs`)
