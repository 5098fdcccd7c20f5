import type { FastifyInstance, FastifyRequest } from 'fastify'
import { httpFault } from './http-fault.js'
import { itemJson } from './item-json.js'
import type { Query } from './listing.js'
import { automaticMatch, manualMatch } from './match-body.js'
import type { Findings } from './matching.js'
import type { Parts } from './parts.js'
import { isUnmatched, unixNow, unmatchedGuid } from './plex-item.js'
import type { JsonObject, PlexItem, PlexSection } from './plex-item.js'
import type { Provider } from './providers.js'

interface ItemRequest { Params: { keys: string }; Querystring: Query }
const DONE: JsonObject = { MediaContainer: { size: 0 } }

/** `/library/metadata`: one item or a comma list, Fix Match, and what sends the server back to the provider. */
export function itemRoutes(app: FastifyInstance, parts: Parts): void {
  app.get<ItemRequest>('/library/metadata/:keys', (request) => show(parts, request))
  app.get<ItemRequest>('/library/metadata/:keys/matches', (request) => candidates(parts, request))
  app.put<ItemRequest>('/library/metadata/:keys/match', (request) => applyMatch(parts, request))
  app.put<ItemRequest>('/library/metadata/:keys/unmatch', (request) => unmatch(parts, request))
  app.put<ItemRequest>('/library/metadata/:keys/refresh', (request) => refresh(parts, request))
}

function itemsAt({ holding }: Parts, keys: string): PlexItem[] {
  return keys.split(',').map((key) => holding.item(key))
}

/** Unknown ids of a list are left out; when none is known the answer is 404. */
function show({ holding }: Parts, { params, query }: FastifyRequest<ItemRequest>): JsonObject {
  const items = params.keys.split(',').flatMap((key) => holding.items.get(Number(key)) ?? [])
  if (items.length === 0) throw httpFault(404, 'Not Found')
  const list = items.map((item) => ({ ...item.metadata, ...itemJson(item, { checkFiles: query['checkFiles'] === '1' }) }))
  return { MediaContainer: { size: list.length, Metadata: list } }
}

/** What Fix Match shows; blocks on one post to the provider. */
async function candidates(parts: Parts, { params, query }: FastifyRequest<ItemRequest>): Promise<JsonObject> {
  const item = parts.holding.item(params.keys)
  const { section, provider } = providerFor(parts, item)
  const { title, year } = query
  const typed = { form: parts.filenameForm, ...(title === undefined ? {} : { title }), ...(year === undefined ? {} : { year }) }
  const found = await parts.matching.search(provider, manualMatch(item, section, typed))
  if ('error' in found) throw httpFault(500, found.refused ?? 'the provider failed')
  const list = found.value.map(({ guid, title: name, year: when, thumb, score = 0 }) => ({ guid, name, year: when, thumb, score }))
  return { MediaContainer: { size: list.length, SearchResult: list } }
}

/** Takes whatever guid was picked, answers at once, and asks for the metadata behind it. */
function applyMatch(parts: Parts, { params, query }: FastifyRequest<ItemRequest>): JsonObject {
  const { guid, name, year } = query
  if (guid === undefined) throw httpFault(400, `'guid' is missing`)
  for (const item of itemsAt(parts, params.keys)) {
    Object.assign(item, { guid, title: name ?? item.title, year: year === undefined ? undefined : Number(year), metadata: undefined, updatedAt: unixNow() })
    describeLater(parts, item)
  }
  return DONE
}

function unmatch(parts: Parts, { params }: FastifyRequest<ItemRequest>): JsonObject {
  for (const item of itemsAt(parts, params.keys)) {
    Object.assign(item, { guid: unmatchedGuid(item.sample.ratingKey), title: item.stem, year: undefined, metadata: undefined, updatedAt: unixNow() })
  }
  return DONE
}

function refresh(parts: Parts, { params }: FastifyRequest<ItemRequest>): JsonObject {
  for (const item of itemsAt(parts, params.keys)) describeLater(parts, item, isUnmatched(item) || parts.faults.rematchOnRefresh)
  return DONE
}

function describeLater(parts: Parts, item: PlexItem, matchFirst = false): void {
  const { section, provider } = providerFor(parts, item)
  parts.background.run(async () => {
    const findings: Findings = { refused: [], notes: [] }
    if (matchFirst) await parts.matching.match(item, provider, { body: automaticMatch(item, section, parts.filenameForm), findings })
    if (!isUnmatched(item)) await parts.matching.describe(item, provider, findings)
    parts.background.log.push(...findings.refused)
  })
}

function providerFor({ holding, providerOf }: Parts, item: PlexItem): { section: PlexSection; provider: Provider } {
  const section = holding.section(item.sample.sectionId)
  const provider = providerOf(section)
  if (provider === undefined) throw httpFault(400, `Unable to find metadata agent provider for identifier '${section.agent}'`)
  return { section, provider }
}
