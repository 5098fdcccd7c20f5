// Stands in for the whole of Stash2Plex in tests of the demo, and answers from the truth of one small library. How it
// misbehaves comes in LOG_LEVEL, the one setting that the demo hands on unread.
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { generateLibrary } from '../../../demo/library/generate-library.js'

const IDENTIFIER = 'tv.plex.agents.custom.stub'
const behaviour = process.env['LOG_LEVEL']
const library = generateLibrary({ scenes: 60, seed: 3 })
const created = new Map(library.scenes.map((scene) => [scene.id, scene.createdAt]))

if (behaviour === 'dies') {
  process.stderr.write('the stub wants to die\n')
  process.exit(2)
}

createServer((request, response) => { void answer(request, response) }).listen(Number(process.env['PORT']), process.env['HOST'])

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(documentAt(request.url ?? '', body)))
}

function documentAt(url: string, body: string): object {
  if (url.startsWith('/?')) return { MediaProvider: manifest }
  if (url === '/library/metadata/matches') return { MediaContainer: matched(JSON.parse(body) as { filename: string }) }
  const key = /^\/library\/metadata\/(\d+-\w+)$/.exec(url)?.[1]
  return { MediaContainer: key === undefined ? { size: 0 } : { size: 1, Metadata: [metadata(key)] } }
}

const manifest = {
  identifier: IDENTIFIER, title: 'Stub', Types: [{ type: 1, Scheme: [{ scheme: IDENTIFIER }] }],
  Feature: [{ type: 'metadata', key: '/library/metadata' }, { type: 'match', key: '/library/metadata/matches' }],
}

function matched({ filename }: { filename: string }): object {
  const holders = library.items.filter((item) => item.path.endsWith(`/${filename}`))
  const sceneId = holders[0]?.sceneId
  const told = holders.some((item) => item.certain) && sceneId !== undefined && behaviour !== 'silent'
  if (told) say(JSON.stringify({ level: 'info', match: 'matched', matcher: 'stub', sceneId: String(sceneId), about: { filename } }))
  if (behaviour === 'leaks') say(`the key is ${process.env['API_KEY']}`)
  const list = told ? [metadata(keyOf(behaviour === 'wrong' ? sceneId + 1 : sceneId))] : []
  return { size: list.length, totalSize: list.length, offset: 0, identifier: IDENTIFIER, Metadata: list }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function keyOf(sceneId: number): string {
  return `${sceneId}-${(created.get(sceneId) ?? 0).toString(36)}`
}

function metadata(key: string): object {
  return { ratingKey: key, key: `/library/metadata/${key}`, guid: `${IDENTIFIER}://movie/${key}`, type: 'movie', title: `Scene ${key}`, originallyAvailableAt: '2024-01-01' }
}
