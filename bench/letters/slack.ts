import { once } from 'node:events'
import { createServer } from 'node:http'

// A Slack that takes every message at once, in a process of its own: what is measured is what comes before and after.

let sent = 0
const server = createServer((request, response) => {
  request.resume().once('end', () => {
    sent += 1
    const ts = `1790000000.${String(sent).padStart(6, '0')}`
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ok: true, channel: 'D0BENCH', ts }))
  })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
process.on('SIGINT', () => {})
process.once('disconnect', () => process.exit(0))
process.send?.(typeof address === 'object' ? address?.port : undefined)
