import { connect, createServer, type Server, type Socket } from 'node:net'

/** A line to a server that can be cut and mended, for what happens when the server is away. */
export interface Line {
  /** The same address, through the line. */
  readonly reach: (url: string) => string
  readonly cut: () => Promise<void>
  readonly mend: () => Promise<void>
}

/** Begins cut: nobody listens there. */
export async function newLine(): Promise<Line> {
  const sockets = new Set<Socket>()
  let target = { host: '127.0.0.1', port: 0 }
  let server: Server | undefined
  const port = await freePort()

  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  }

  return {
    reach(url) {
      const address = new URL(url)
      target = { host: address.hostname, port: Number(address.port) }
      address.port = String(port)
      return address.href
    },
    async cut() {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => (server ? server.close(done) : done(undefined)))
      server = undefined
    },
    async mend() {
      server = createServer((near) => {
        const far = connect(target)
        for (const socket of [near, far]) keep(socket)
        near.on('close', () => far.destroy())
        far.on('close', () => near.destroy())
        near.pipe(far).pipe(near)
      })
      await new Promise<void>((done) => server?.listen(port, '127.0.0.1', done))
    },
  }
}

/** A port on which nobody listens at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done))
  const address = probe.address()
  await new Promise((done) => probe.close(done))
  return typeof address === 'object' && address ? address.port : 0
}
