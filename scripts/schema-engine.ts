import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  mockMigrationAwareAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'

/** Node has it; the types for Node 20 leave it to the browser's library. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>
}

let loading: Promise<void> | undefined

/**
 * Prisma's schema engine as WebAssembly: what `prisma migrate` runs, without its download. Without an adapter there is
 * no database behind it, which is enough for comparing schemas.
 */
export async function schemaEngine(adapter?: SqlMigrationAwareDriverAdapterFactory): Promise<engine.SchemaEngine> {
  loading ??= load()
  await loading
  const database = bindMigrationAwareSqlAdapterFactory(adapter ?? noDatabase())
  return engine.SchemaEngine.new({ datamodels: undefined }, () => {}, database)
}

/** The SQL that leads from one schema (nothing, when null) to the other; empty when they say the same. */
export async function schemaDifference(from: string | null, to: string): Promise<string> {
  const prisma = await schemaEngine()
  const { stdout } = await prisma.diff({
    from: from === null ? { tag: 'empty' } : datamodel(from),
    to: datamodel(to),
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  const sql = (stdout ?? '').trim()
  return sql === '-- This is an empty migration.' ? '' : sql
}

function datamodel(content: string): engine.DiffTarget {
  return { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] }
}

/** Answers the one question that the engine asks at its start: is there a schema `public`, and which version is this? */
function noDatabase(): SqlMigrationAwareDriverAdapterFactory {
  const factory = mockMigrationAwareAdapterFactory('postgres')
  const connect = async (): Promise<SqlDriverAdapter> => ({
    ...(await factory.connect()),
    queryRaw: async () => ({
      columnNames: ['exists', 'version', 'numeric_version'],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, 'PostgreSQL 15.0', 150000]],
    }),
    dispose: async () => {},
  })
  return { ...factory, connect, connectToShadowDb: connect }
}

/** The package imports its `.wasm` like a module, which Node understands only behind a flag. */
async function load(): Promise<void> {
  const file = fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm')).replace(
    'schema_engine.js',
    'schema_engine_bg.wasm',
  )
  const { instance } = await WebAssembly.instantiate(await readFile(file), { './schema_engine_bg.js': engine })
  engine.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start === 'function') start()
}
