import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { Agent, request } from 'undici'
import type { SampleItem, SampleLibrary } from '../library/sample-library.js'
import { guardAccess } from './access.js'
import { Background } from './background.js'
import { noFaults } from './faults.js'
import type { PlexFaults } from './faults.js'
import { Holding } from './holding.js'
import { itemRoutes } from './item-routes.js'
import type { FilenameForm } from './match-body.js'
import { Matching } from './matching.js'
import type { Parts } from './parts.js'
import type { PlexItem, PlexSection } from './plex-item.js'
import { ProviderCaller } from './provider-calls.js'
import { groupRoutes, providerRoutes } from './provider-routes.js'
import { Providers } from './providers.js'
import { scan } from './scan.js'
import type { ScanOptions, ScanResult } from './scan.js'
import { sectionRoutes } from './section-routes.js'
import { serverRoutes } from './server-routes.js'

export interface SamplePlexOptions {
  readonly library: SampleLibrary
  /** A free one by default. */
  readonly port?: number
  readonly token: string
  /** `relative` by default. */
  readonly filenameForm?: FilenameForm
  /** Of the server, 1.43.4 by default. */
  readonly version?: string
  /** The longest page of a listing, 500 by default. */
  readonly pageLimit?: number
}

export interface SamplePlex {
  readonly url: string
  /** Knobs: write to them while it runs. */
  readonly faults: PlexFaults
  /** The items that scans have made so far, by rating key. */
  readonly items: ReadonlyMap<number, PlexItem>
  readonly sections: ReadonlyMap<string, PlexSection>
  /** Registered providers by id, and the agents made of them. */
  readonly providers: Pick<Parts['providers'], 'all' | 'groups'>
  /** How often each method and path was asked, ids as `:id`. */
  readonly requests: ReadonlyMap<string, number>
  /** What the server's log would say of refreshes and scans that clients set off. */
  readonly log: readonly string[]
  /** Registers a provider by its root URL, makes an agent of it and gives it to every section; throws what the server answers. */
  register(providerUrl: string): Promise<void>
  /** Scans as on "Scan library files". */
  scan(options?: ScanOptions): Promise<ScanResult[]>
  /** Makes items of all files without matching them. */
  createItems(): void
  /** Puts a file on the disk; the next scan finds it. */
  addFile(file: SampleItem): void
  /** Waits for refreshes and scans that clients set off. */
  idle(): Promise<void>
  /** Stops listening and drops every connection, until `comeBack`: the port then refuses. */
  goAway(): Promise<void>
  comeBack(): Promise<void>
  close(): Promise<void>
}

/** Starts a Plex in miniature on 127.0.0.1. */
export async function startSamplePlex(options: SamplePlexOptions): Promise<SamplePlex> {
  const parts = makeParts(options)
  const requests = new Map<string, number>()
  let app = buildApp(parts, requests)
  await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  const { port } = app.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const { holding, background, faults } = parts
  return {
    url, faults, requests, items: holding.items, sections: holding.sections, providers: parts.providers, log: background.log,
    register: (providerUrl) => registerEverywhere(url, { providerUrl, parts }),
    scan: (scanOptions = {}) => parts.scan(scanOptions),
    createItems: () => holding.sections.forEach((section) => holding.scanFiles(section)),
    addFile: (file) => holding.addFile(file),
    idle: () => background.idle(),
    goAway: async () => {
      app.server.closeAllConnections()
      await app.close()
    },
    comeBack: async () => {
      app = buildApp(parts, requests)
      await app.listen({ host: '127.0.0.1', port })
    },
    close: async () => {
      await background.idle()
      await app.close()
      await parts.dispatcher.close()
    },
  }
}

function makeParts({ library, token, filenameForm = 'relative', version = '1.43.4.10903', pageLimit = 500 }: SamplePlexOptions): Parts {
  const faults = noFaults(token)
  const dispatcher = new Agent({ connections: 64, headersTimeout: 0, bodyTimeout: 0 })
  const machineIdentifier = 'a'.repeat(40)
  const caller = new ProviderCaller({ dispatcher, faults, machineIdentifier })
  const [holding, providers, matching] = [new Holding(library), new Providers(caller), new Matching(caller, dispatcher)]
  const providerOf = (section: PlexSection) => section.groupId === undefined ? undefined : providers.byIdentifier(section.agent)
  const context = { holding, matching, filenameForm, providerOf }
  return {
    ...context, providers, background: new Background(), faults, dispatcher, version, machineIdentifier, pageLimit,
    scan: (options) => scan(context, options),
  }
}

function buildApp(parts: Parts, requests: Map<string, number>): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true, routerOptions: { ignoreTrailingSlash: true, maxParamLength: 2000 } })
  countRequests(app, requests)
  guardAccess(app, parts.faults)
  for (const routes of [serverRoutes, sectionRoutes, itemRoutes, groupRoutes, providerRoutes]) routes(app, parts)
  return app
}

function countRequests(app: FastifyInstance, counts: Map<string, number>): void {
  app.addHook('onRequest', async ({ method, routeOptions }) => {
    const key = `${method} ${routeOptions.url ?? '(unknown)'}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  })
}

/** What an admin does by hand: add the provider, add an agent, choose it in every library. */
async function registerEverywhere(url: string, { providerUrl, parts }: { providerUrl: string; parts: Parts }): Promise<void> {
  const call = async (method: 'POST' | 'PUT', path: string, query: Record<string, string>) => {
    const response = await request(`${url}${path}?${new URLSearchParams(query).toString()}`, {
      method, headers: { accept: 'application/json', 'x-plex-token': parts.faults.token }, dispatcher: parts.dispatcher,
    })
    const text = await response.body.text()
    if (response.statusCode !== 200) throw new Error(`${method} ${path} answers ${response.statusCode}: ${text.replace(/<[^>]*>/g, ' ').trim()}`)
    return (JSON.parse(text) as { MediaContainer: Record<string, { id: number; identifier: string }[] | undefined> }).MediaContainer
  }
  const [provider] = (await call('POST', '/media/providers/metadata', { uri: providerUrl }))['MetadataAgentProvider'] ?? []
  const agent = provider?.identifier ?? ''
  const [group] = (await call('POST', '/media/providers/metadata/group', { title: 'Stash', primaryIdentifier: agent }))['MetadataAgentProviderGroup'] ?? []
  for (const id of parts.holding.sections.keys()) {
    await call('PUT', `/library/sections/${id}`, { agent, metadataAgentProviderGroupId: String(group?.id) })
  }
}
