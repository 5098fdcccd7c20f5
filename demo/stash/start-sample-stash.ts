import Fastify from 'fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AddressInfo } from 'node:net'
import type { SampleLibrary } from '../library/sample-library.js'
import { authenticate, sendLogin } from './authenticate.js'
import { compress } from './compress.js'
import type { StashContext } from './context.js'
import { StashEdit } from './edit.js'
import { noFaults } from './faults.js'
import type { StashFaults } from './faults.js'
import { graphqlRoute } from './graphql-route.js'
import { imageRoutes } from './image-routes.js'
import { misbehave } from './misbehave.js'
import { RequestLog } from './request-log.js'
import { minorOf } from './schema.js'
import { Shelf } from './shelf.js'

const usualCover = 20_000
const largestBody = 256 * 1024 * 1024
const east = 120

export interface SampleStashOptions {
  readonly library: SampleLibrary
  /** 0, the default, takes any free one. */
  readonly port?: number
  readonly host?: string
  /** Without one, Stash is open, and refuses whoever sends a key. */
  readonly apiKey?: string
  /** `0.24` to `0.31`: what came later than this is absent. Default `0.30`. */
  readonly version?: string
  readonly delayMs?: number
  /** Bytes of a scene's cover; a number for all, or told scene by scene. */
  readonly coverBytes?: number | ((sceneId: number) => number)
  /** The server's offset in minutes east of Greenwich. Default 120. */
  readonly offsetMinutes?: number
}

export interface SampleStash {
  readonly url: string
  /** Counters and bodies of what was asked. */
  readonly requests: RequestLog
  readonly faults: StashFaults
  readonly edit: StashEdit
  /** What Stash holds now, edits included. */
  readonly shelf: Shelf
  /** Stops listening and drops every connection, until `comeBack`: the port then refuses. */
  goAway(): Promise<void>
  /** On the same port, and as another version if told: an upgrade. */
  comeBack(version?: string): Promise<void>
  close(): Promise<void>
}

interface Parts extends SampleStashOptions {
  version: string
  readonly shelf: Shelf
  readonly requests: RequestLog
  readonly faults: StashFaults
}

/** Starts a Stash in miniature on the library. It listens on this machine alone unless told. */
export async function startSampleStash(options: SampleStashOptions): Promise<SampleStash> {
  const shelf = new Shelf(options.library, options.offsetMinutes ?? east)
  const faults = { ...noFaults(), delayMs: options.delayMs ?? 0 }
  const requests = new RequestLog()
  const parts = { version: '0.30', ...options, shelf, faults, requests }
  const host = options.host ?? '127.0.0.1'
  let app = buildApp(parts)
  await app.listen({ port: options.port ?? 0, host })
  const { port } = app.server.address() as AddressInfo
  const goAway = async () => {
    app.server.closeAllConnections()
    await app.close()
  }
  const comeBack = async (version = parts.version) => {
    parts.version = version
    app = buildApp(parts)
    await app.listen({ port, host })
  }
  return { url: `http://${host}:${port}`, requests, faults, edit: new StashEdit(shelf), shelf, goAway, comeBack, close: goAway }
}

function buildApp(parts: Parts): FastifyInstance {
  const { apiKey, faults, requests, shelf, coverBytes = usualCover, version } = parts
  const app = Fastify({ bodyLimit: largestBody, forceCloseConnections: true, routerOptions: { maxParamLength: 1000 } })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => done(null, body))
  app.addHook('onRequest', async (request, reply) => {
    requests.arrived()
    reply.raw.once('close', () => requests.left())
    return await misbehave(faults, request, reply) ?? authenticate(request, reply, apiKey)
  })
  compress(app)
  app.get('/healthz', (_, reply) => reply.type('text/plain').send('.'))
  app.get('/login', (_, reply) => sendLogin(reply))
  graphqlRoute(app, { version, contextOf: (request) => contextOf(request, parts, minorOf(version)) })
  imageRoutes(app, { shelf, log: requests, coverBytes: typeof coverBytes === 'number' ? () => coverBytes : coverBytes })
  return app
}

function contextOf(request: FastifyRequest, { shelf, faults, requests, apiKey }: Parts, minor: number): StashContext {
  requests.body(typeof request.body === 'string' ? request.body : request.url)
  const locked = faults.databaseLocked > 0
  if (locked) faults.databaseLocked--
  return { shelf, faults, log: requests, minor, base: baseOf(request), apiKey, failures: [], locked }
}

/** Host header, forwarded scheme and prefix; the forwarded host is ignored. */
function baseOf({ headers }: FastifyRequest): string {
  const scheme = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'
  const prefix = headers['x-forwarded-prefix']
  return `${scheme}://${headers.host ?? 'localhost'}${typeof prefix === 'string' ? prefix.replace(/\/$/, '') : ''}`
}
