import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isWithin } from './holding.js'
import { httpFault } from './http-fault.js'
import { itemJson, sectionJson } from './item-json.js'
import { pageOf, selectItems } from './listing.js'
import type { Query } from './listing.js'
import type { Parts } from './parts.js'
import type { JsonObject } from './plex-item.js'

interface SectionRequest { Params: { id: string }; Querystring: Query }

/** `/library/sections`: what there is, what is in it, and how to scan it. */
export function sectionRoutes(app: FastifyInstance, parts: Parts): void {
  for (const path of ['/library/sections', '/library/sections/all']) app.get(path, () => sections(parts))
  app.get<SectionRequest>('/library/sections/:id/all', (request, reply) => listItems(parts, request, reply))
  app.route<SectionRequest>({ method: ['GET', 'POST'], url: '/library/sections/:id/refresh', handler: (request) => startScan(parts, request) })
  app.put<SectionRequest>('/library/sections/:id', (request) => edit(parts, request))
  app.put<SectionRequest>('/library/sections/:id/emptyTrash', (request) => emptyTrash(parts, request.params.id))
  app.get('/activities', () => activities(parts))
}

function sections({ holding }: Parts): JsonObject {
  const list = [...holding.sections.values()].map(sectionJson)
  return { MediaContainer: { size: list.length, allowSync: false, title1: 'Plex Library', Directory: list } }
}

function listItems({ holding, pageLimit }: Parts, request: FastifyRequest<SectionRequest>, reply: FastifyReply): JsonObject {
  const { params, query, headers } = request
  const selected = selectItems(holding.itemsOf(holding.section(params.id)), query)
  const { offset, page } = pageOf(selected, { query, headers, limit: pageLimit })
  void reply.headers({ 'x-plex-container-start': offset, 'x-plex-container-total-size': selected.length })
  const items = page.map((item) => itemJson(item, { checkFiles: query['checkFiles'] === '1' }))
  return { MediaContainer: { size: items.length, totalSize: selected.length, offset, librarySectionID: Number(params.id), Metadata: items } }
}

/** Answers at once and scans behind it; with `force=1` everything is matched anew. */
function startScan({ holding, background, scan }: Parts, { params, query }: FastifyRequest<SectionRequest>): JsonObject {
  const section = holding.section(params.id)
  const folder = query['path']
  if (folder !== undefined && !section.locations.some((location) => isWithin(folder, location))) throw httpFault(400, 'the path lies outside the section')
  background.run(async () => {
    const which = query['force'] === '1' ? 'all' : 'unmatched'
    const results = await scan({ sectionIds: [section.id], which, ...(folder === undefined ? {} : { folder }) })
    background.log.push(...results.flatMap((result) => result.refused))
  })
  return { MediaContainer: { size: 0 } }
}

/** Without `agent` nothing is changed; what is not given stays as it is. */
function edit({ holding, providers }: Parts, { params, query }: FastifyRequest<SectionRequest>): JsonObject {
  const section = holding.section(params.id)
  const { agent, metadataAgentProviderGroupId: groupId, name, scanner, language } = query
  if (agent === undefined || agent === '') throw httpFault(400, `'agent' is missing`)
  const group = groupId === undefined || groupId === '' ? undefined : providers.groups.all.get(Number(groupId))
  if (groupId !== undefined && groupId !== '' && group?.primaryIdentifier !== agent) throw httpFault(400, 'no such group for this agent')
  if (group !== undefined && !providers.byIdentifier(agent)?.types.includes(typeNumbers[section.type])) throw httpFault(400, `the agent does not describe what a library of type ${section.type} holds`)
  if (group === undefined && agent.startsWith('tv.plex.agents.custom.')) throw httpFault(400, `'metadataAgentProviderGroupId' is missing`)
  Object.assign(section, { agent, groupId: group?.id, title: name ?? section.title, scanner: scanner ?? section.scanner, language: language ?? section.language })
  return { MediaContainer: { size: 0 } }
}

const typeNumbers = { movie: 1, show: 2 } as const

function emptyTrash({ holding }: Parts, id: string): JsonObject {
  for (const item of holding.itemsOf(holding.section(id))) if (item.trashed) holding.items.delete(item.sample.ratingKey)
  return { MediaContainer: { size: 0 } }
}

function activities({ holding }: Parts): JsonObject {
  const busy = [...holding.sections.values()].filter((section) => section.refreshing)
  const list = busy.map(({ id, title }) => ({ uuid: `scan-${id}`, type: 'library.update.section', title: `Scanning ${title}`, progress: -1 }))
  return { MediaContainer: { size: list.length, Activity: list } }
}
