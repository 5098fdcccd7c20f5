import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SampleItem, SampleLibrary } from '../../demo/library/sample-library.js'

/** Only what a listing asks of Plex, in no more time than a page takes: the sample Plex sorts all items for each page. */
export async function startLightPlex({ items, sections }: SampleLibrary): Promise<{ readonly url: string, idleFor(): number, close(): Promise<void> }> {
  const bySection = new Map(sections.map(({ id }) => [id, items.filter(({ sectionId }) => sectionId === id).toSorted((a, b) => a.ratingKey - b.ratingKey)]))
  const byKey = new Map(items.map((item) => [String(item.ratingKey), item]))
  let askedAt = performance.now()
  const server = createServer((request, reply) => {
    askedAt = performance.now()
    const url = new URL(request.url ?? '', 'http://plex')
    reply.setHeader('content-type', 'application/json').end(JSON.stringify({ MediaContainer: answer(url) }))
  })
  const answer = ({ pathname, searchParams: query }: URL): object => {
    if (pathname === '/identity') return { version: '1.43.4', machineIdentifier: 'light' }
    if (pathname === '/library/sections') return { Directory: sections.map(({ id, title, locations }) => ({ key: id, title, type: 'movie', agent: 'none', Location: locations.map((path) => ({ path })) })) }
    if (pathname.startsWith('/library/metadata/')) return { Metadata: decodeURIComponent(pathname.slice(18)).split(',').flatMap((key) => byKey.get(key) ?? []).map(itemJson) }
    const all = query.has('trash') ? [] : bySection.get(pathname.split('/')[3] ?? '') ?? []
    const [start, size] = [Number(query.get('X-Plex-Container-Start')), Number(query.get('X-Plex-Container-Size'))]
    const page = query.get('sort') === 'id:asc' ? all.slice(start, start + size) : all.slice(Math.max(0, all.length - start - size), all.length - start).toReversed()
    return { size: page.length, totalSize: all.length, Metadata: page.map(itemJson) }
  }
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    idleFor: () => performance.now() - askedAt,
    close: () => new Promise((resolve) => {
      server.close(() => { resolve() })
      server.closeAllConnections()
    }),
  }
}

function itemJson({ ratingKey, path, size, duration }: SampleItem): object {
  return { ratingKey: String(ratingKey), title: 'x', updatedAt: 1_700_000_000 + ratingKey, Media: [{ duration, Part: [{ file: path, size, duration }] }] }
}
