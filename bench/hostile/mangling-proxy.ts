import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { Pool } from 'undici'
import { randomStream } from '../../demo/library/random.js'
import { mangled, mangledBytes, pick } from './mangle.js'
import { breakers } from './values.js'

const statuses = [100, 204, 206, 301, 302, 307, 400, 401, 404, 418, 429, 500, 502, 503]
const places = ['http://169.254.169.254/latest', 'http://127.0.0.1:1/', '/login?x', '//evil.example/', 'file:///etc/passwd', '']
const hopByHop = new Set(['connection', 'content-length', 'transfer-encoding', 'keep-alive'])

/** Stands before a sample server and spoils a share of its answers. */
export class ManglingProxy {
  readonly url: string
  /** 0 to 1. */
  share = 0
  readonly #server: Server
  readonly #pool: Pool
  readonly #random: () => number

  private constructor(server: Server, pool: Pool, seed: number) {
    this.#server = server
    this.#pool = pool
    this.#random = randomStream(seed)
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  static async before(target: string, seed: number): Promise<ManglingProxy> {
    let proxy: ManglingProxy | undefined
    const server = createServer((request, response) => { void proxy?.pass(request, response) })
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
    proxy = new ManglingProxy(server, new Pool(target, { connections: 32 }), seed)
    return proxy
  }

  async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await bytesFrom(request)
      const { statusCode, headers, body: answer } = await this.#pool.request({ method: request.method as 'GET', path: request.url ?? '/', headers: kept(request.headers), body: body.length === 0 ? null : body })
      const bytes = Buffer.from(await answer.arrayBuffer())
      if (this.#random() >= this.share) response.writeHead(statusCode, kept(headers)).end(bytes)
      else this.#spoil(response, { status: statusCode, headers: kept(headers), bytes })
    } catch {
      response.destroy()
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => { this.#server.close(resolve) })
    await this.#pool.destroy()
  }

  #spoil(response: ServerResponse, { status, headers, bytes }: { readonly status: number, readonly headers: Record<string, string>, readonly bytes: Buffer }): void {
    const how = this.#random()
    const isJson = String(headers['content-type']).includes('json')
    if (how < 0.8 && isJson) return void response.writeHead(status, headers).end(JSON.stringify(mangled(JSON.parse(bytes.toString()), this.#random)))
    if (how < 0.86) return void response.writeHead(status, headers).end(mangledBytes(bytes, this.#random))
    if (how < 0.9) return void response.writeHead(pick(statuses, this.#random), { ...headers, location: pick(places, this.#random) }).end(bytes)
    if (how < 0.94) return void response.writeHead(status, { ...headers, etag: headerValue(pick(breakers, this.#random)), 'last-modified': headerValue(pick(breakers, this.#random)), 'content-type': headerValue(pick(['text/html', 'image/svg+xml', 'image/png', ...breakers], this.#random)) }).end(bytes)
    if (how < 0.97) return void response.writeHead(status, { ...headers, 'content-encoding': 'gzip' }).end(gzipSync(bytes))
    response.destroy()
  }
}

async function bytesFrom(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function kept(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name, value]) => value !== undefined && !hopByHop.has(name)).map(([name, value]) => [name, String(value)]))
}

/** UTF-8 bytes, as they are, in a header. */
function headerValue(text: string): string {
  return Buffer.from(text).toString('latin1').replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '')
}
