// A worker thread begins here, because Node 20 starts none from TypeScript, whatever its parent was started with.
import { workerData } from 'node:worker_threads'

if (workerData.module.endsWith('.ts')) {
  const { register } = await import('tsx/esm/api')
  register()
}
await import(workerData.module)
