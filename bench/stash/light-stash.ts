import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { json } from 'node:stream/consumers'
import { sampleScene } from '../catalog/sample-scenes.js'
import { describedScenes } from './described-scenes.js'
import { indexJson, indexPages } from './index-pages.js'
import type { LightStashOptions } from './light-stash-client.js'

// A Stash that costs next to nothing, in a process of its own: what it answers is ready before it is asked. For benches in
// which Stash's own work would blur what is measured; the sample Stash of the demo executes real GraphQL.
const { scenes, delayMs = 0, coverBytes = 0, prerender = false } = JSON.parse(process.argv[2] ?? '{}') as LightStashOptions
const page = indexPages(scenes, prerender)
const described = await describedScenes()
const cover = Buffer.alloc(coverBytes, 0x2e)
const features = { query: { fields: [{ name: 'findFile' }] }, scene: { fields: [{ name: 'groups' }] }, sceneFilter: { inputFields: [{ name: 'files_filter' }] } }
const counts = { graphql: 0, described: 0, images: 0 }

interface Asked { readonly query: string, readonly variables: Readonly<Record<string, number>> }

const answers: Readonly<Record<string, (variables: Asked['variables']) => string | Buffer>> = {
  Status: () => data({ systemStatus: { status: 'OK', databaseSchema: 70 }, version: { version: 'v0.30.0' } }),
  Features: () => data(features),
  SceneCount: () => data({ findScenes: { count: scenes } }),
  NewestChange: () => data({ findScenes: { scenes: [stamp(scenes)] } }),
  HighestScene: ({ below = 1 }) => data({ findScenes: { scenes: [stamp(Math.min(scenes, below - 1))] } }),
  IndexPage: ({ after = 0, limit = 0 }) => page(after, limit),
  Index: (variables) => data(Object.fromEntries(Object.entries(variables).map(([alias, id]) => [alias, indexJson(sampleScene(Number(`${id}`)))]))),
  ChangedScenes: () => data({ findScenes: { scenes: [] } }),
  ChangedFiles: () => data({ findScenes: { scenes: [] } }),
  FilesByPath: (variables) => data(Object.fromEntries(Object.keys(variables).map((alias) => [alias, null]))),
  Scenes: (variables) => {
    const ids = Object.entries(variables).filter(([alias]) => alias.startsWith('a'))
    counts.described += ids.length
    return `{"data":{${ids.map(([alias, id]) => `"${alias}":${described(id)},"n${alias.slice(1)}":{"count":0}`).join(',')}}}`
  },
}

function data(value: object): string {
  return JSON.stringify({ data: value })
}

function stamp(n: number): object {
  const { id, createdAt, updatedAt } = sampleScene(n)
  return { id, created_at: createdAt, updated_at: updatedAt }
}

async function answer(request: IncomingMessage, reply: ServerResponse): Promise<ServerResponse> {
  if (request.url === '/bench/counts') return send(reply, JSON.stringify(counts))
  if (delayMs > 0) await sleep(delayMs)
  if (request.method === 'GET') {
    counts.images += 1
    return send(reply, cover, 'image/jpeg')
  }
  const { query, variables } = await json(request) as Asked
  const name = /^query (\w+)/.exec(query)?.[1] ?? ''
  counts.graphql += 1
  return send(reply, answers[name]?.(variables) ?? data({}))
}

function send(reply: ServerResponse, body: string | Buffer, type = 'application/json'): ServerResponse {
  return reply.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body)
}

createServer((request, reply) => void answer(request, reply)).listen(Number(process.env.PORT), '127.0.0.1')
