import { createServer } from 'node:http'
import { plexRoot } from '../catalog/sample-scenes.js'
import { plantedItem, plantedKeys } from './planted-plex.js'

// Only what a comparison asks of Plex, in a process of its own, and in no more time than a page takes: the sample Plex of the
// demo sorts all items for each page.
const { scenes } = JSON.parse(process.argv[2] ?? '{}') as { readonly scenes: number }
const keys = plantedKeys(scenes)
const section = { key: '1', title: 'Films', type: 'movie', agent: 'none', Location: [{ path: plexRoot }] }

function answer({ pathname, searchParams: query }: URL): object {
  if (pathname === '/identity') return { version: '1.43.4', machineIdentifier: 'light' }
  if (pathname === '/library/sections') return { Directory: [section] }
  if (pathname.startsWith('/library/metadata/')) return { Metadata: decodeURIComponent(pathname.slice(18)).split(',').map((key) => itemJson(Number(key))) }
  if (query.has('trash')) return { size: 0, totalSize: 0, Metadata: [] }
  const [start, size] = [Number(query.get('X-Plex-Container-Start')), Number(query.get('X-Plex-Container-Size'))]
  const page = query.get('sort') === 'id:asc' ? keys.subarray(start, start + size) : keys.subarray(Math.max(0, keys.length - start - size), keys.length - start).toReversed()
  return { size: page.length, totalSize: keys.length, Metadata: Array.from(page, itemJson) }
}

function itemJson(key: number): object {
  const { path, size, duration } = plantedItem(key, scenes)
  return { ratingKey: String(key), title: 'x', updatedAt: 1_700_000_000 + key, Media: [{ duration: duration * 1000, Part: [{ file: path, size, duration: duration * 1000 }] }] }
}

createServer((request, reply) => {
  reply.setHeader('content-type', 'application/json').end(JSON.stringify({ MediaContainer: answer(new URL(request.url ?? '', 'http://plex')) }))
}).listen(Number(process.env.PORT), '127.0.0.1')
