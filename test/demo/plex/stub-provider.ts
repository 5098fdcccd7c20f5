import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import type { FastifyReply, FastifyRequest } from 'fastify'

type Json = Record<string, unknown>
type Answer = Json | ((request: FastifyRequest, reply: FastifyReply) => unknown)

export const IDENTIFIER = 'tv.plex.agents.custom.stub'
export const GUID = `${IDENTIFIER}://movie/7-t0`

export interface StubProvider {
  readonly url: string
  /** What each part answers; tests replace what they want to break. */
  readonly answers: { manifest: Answer; match: Answer; metadata: Answer; images: Answer; extras: Answer; poster: Answer }
  /** Every request as `METHOD url`, and the bodies of matches. */
  readonly seen: string[]
  readonly headers: Record<string, string | string[] | undefined>[]
  readonly bodies: Json[]
  close(): Promise<void>
}

/** A provider that answers every match with the one scene 7, by the book. */
export async function startStubProvider(base = ''): Promise<StubProvider> {
  const app = Fastify({ forceCloseConnections: true, routerOptions: { ignoreTrailingSlash: true } })
  const stub: Omit<StubProvider, 'url' | 'close'> = { answers: byTheBook(), seen: [], headers: [], bodies: [] }
  app.addHook('onRequest', async (request) => {
    stub.seen.push(`${request.method} ${request.url}`)
    stub.headers.push(request.headers)
  })
  const serve = (part: keyof StubProvider['answers']) => async (request: FastifyRequest, reply: FastifyReply) => {
    if (part === 'match') stub.bodies.push(request.body as Json)
    const answer = stub.answers[part]
    return typeof answer === 'function' ? answer(request, reply) : answer
  }
  app.get(base === '' ? '/' : base, serve('manifest'))
  app.post(`${base}/library/metadata/matches`, serve('match'))
  app.get(`${base}/library/metadata/:key`, serve('metadata'))
  app.get(`${base}/library/metadata/:key/images`, serve('images'))
  app.get(`${base}/library/metadata/:key/extras`, serve('extras'))
  app.get(`${base}/poster.jpg`, serve('poster'))
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { ...stub, url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}${base}`, close: () => app.close() }
}

export function manifestWith(change: Json = {}): Json {
  return {
    MediaProvider: {
      identifier: IDENTIFIER, title: 'Stub', version: '1',
      Types: [{ type: 1, Scheme: [{ scheme: IDENTIFIER }] }],
      Feature: [{ type: 'metadata', key: '/library/metadata' }, { type: 'match', key: '/library/metadata/matches' }],
      ...change,
    },
  }
}

export function matchWith(...results: Json[]): Json {
  return { MediaContainer: { offset: 0, totalSize: results.length, size: results.length, identifier: IDENTIFIER, Metadata: results } }
}

export function metadataWith(change: Json = {}): Json {
  const metadata = {
    ratingKey: '7-t0', key: '/library/metadata/7-t0', guid: GUID, type: 'movie', title: 'Seven', originallyAvailableAt: '2024-02-03', ...change,
  }
  return { MediaContainer: { size: 1, identifier: IDENTIFIER, Metadata: [metadata] } }
}

function byTheBook(): StubProvider['answers'] {
  return {
    manifest: manifestWith(),
    match: matchWith({ guid: GUID, title: 'Seven', year: 2024 }),
    metadata: (request: FastifyRequest) => metadataWith({ thumb: `http://${request.headers.host}/poster.jpg` }),
    images: { MediaContainer: { size: 0, Image: [] } },
    extras: { MediaContainer: { size: 0, Metadata: [] } },
    poster: (_: FastifyRequest, reply: FastifyReply) => reply.type('image/jpeg').send(Buffer.alloc(100, 1)),
  }
}
