import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'

/** Passes every byte on to a server, and keeps a copy of both directions. */
export class RecordingProxy {
  readonly url: string
  readonly #server: Server
  readonly #sockets: Set<Socket>
  readonly #kept: { readonly asked: Buffer[], readonly answered: Buffer[] }

  private constructor(parts: { url: string, server: Server, sockets: Set<Socket>, kept: { asked: Buffer[], answered: Buffer[] } }) {
    this.url = parts.url
    this.#server = parts.server
    this.#sockets = parts.sockets
    this.#kept = parts.kept
  }

  static async before(url: string): Promise<RecordingProxy> {
    const { hostname, port } = new URL(url)
    const kept = { asked: [] as Buffer[], answered: [] as Buffer[] }
    const sockets = new Set<Socket>()
    const server = createServer((near) => {
      const far = connect(Number(port), hostname)
      for (const [from, to, list] of [[near, far, kept.asked], [far, near, kept.answered]] as const) {
        sockets.add(from)
        from.on('data', (chunk) => list.push(chunk)).on('error', () => to.destroy()).on('close', () => sockets.delete(from))
        from.pipe(to)
      }
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new RecordingProxy({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, sockets, kept })
  }

  /** What clients sent, heads and bodies of all requests. */
  get asked(): string {
    return Buffer.concat(this.#kept.asked).toString('latin1')
  }

  get answered(): string {
    return Buffer.concat(this.#kept.answered).toString('latin1')
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
