import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const TOKEN = 'token'
export const AGENT = 'tv.plex.agents.custom.stash2plex'

export interface FakeSection {
  id: string
  agent: string
  type: string
  locations: string[]
}

/** A Plex that insists on token, type, sort and paging, and counts what it is asked. */
export class FakePlex {
  readonly sections: FakeSection[] = []
  /** By section; `key` grows with every item. */
  readonly items = new Map<string, { key: number, path: string, size: number }[]>()
  readonly asked: string[] = []
  /** Runs before an answer is made. */
  before: (url: URL) => void | Promise<void> = () => {}
  away = false
  #nextKey = 100
  readonly #server = createServer((request, response) => { void this.#answer(request, response) })

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => { this.#server.listen(0, '127.0.0.1', resolve) })
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  addSection(id: string, location: string, options: Partial<FakeSection> = {}): void {
    this.sections.push({ id, agent: AGENT, type: 'movie', locations: [location], ...options })
    this.items.set(id, [])
  }

  addFile(section: string, path: string, size = 1): number {
    const key = this.#nextKey++
    this.items.get(section)?.push({ key, path, size })
    return key
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://x')
    this.asked.push(url.pathname + url.search)
    await this.before(url)
    if (this.away) return void response.writeHead(503).end()
    if (request.headers['x-plex-token'] !== TOKEN) return void response.writeHead(401).end()
    const container = this.#container(url)
    if (container === undefined) return void response.writeHead(404).end()
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ MediaContainer: container }))
  }

  #container(url: URL): object | undefined {
    if (url.pathname === '/library/sections') {
      return { Directory: this.sections.map(({ id, locations, ...rest }) => ({ key: id, title: `Section ${id}`, ...rest, Location: locations.map((path, index) => ({ id: index, path })) })) }
    }
    const item = /^\/library\/metadata\/(\d+)$/u.exec(url.pathname)?.[1]
    if (item !== undefined) {
      const found = [...this.items.values()].flat().find(({ key }) => String(key) === item)
      return found === undefined ? undefined : { Metadata: [metadata(found)] }
    }
    const section = /^\/library\/sections\/(\d+)\/all$/u.exec(url.pathname)?.[1]
    const items = section === undefined ? undefined : this.items.get(section)
    return items === undefined || url.searchParams.get('type') !== '1' ? undefined : page(items, url.searchParams)
  }
}

function page(items: readonly { key: number, path: string, size: number }[], query: URLSearchParams): object | undefined {
  const start = Number(query.get('X-Plex-Container-Start') ?? NaN)
  const size = Math.min(60, Number(query.get('X-Plex-Container-Size') ?? NaN))
  const order = { 'id:asc': 1, 'id:desc': -1 }[query.get('sort') ?? '']
  if (Number.isNaN(start + size) || order === undefined) return undefined
  const sorted = items.toSorted((a, b) => order * (a.key - b.key))
  return { totalSize: items.length, offset: start, Metadata: sorted.slice(start, start + size).map(metadata) }
}

function metadata({ key, path, size }: { key: number, path: string, size: number }): object {
  return { ratingKey: String(key), title: path, Media: [{ duration: 60_000, Part: [{ file: path, size }] }] }
}
