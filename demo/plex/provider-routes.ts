import type { FastifyInstance } from 'fastify'
import { httpFault } from './http-fault.js'
import type { Query } from './listing.js'
import type { Parts } from './parts.js'
import type { JsonObject } from './plex-item.js'
import type { Provider, ProviderGroup } from './providers.js'

interface ById { Params: { id: string } }
interface ByQuery { Querystring: Query }

/** `/media/providers/metadata`: registering providers and grouping them into agents. */
export function providerRoutes(app: FastifyInstance, { providers }: Parts): void {
  const base = '/media/providers/metadata'
  app.get(base, () => listed('MetadataAgentProvider', [...providers.all.values()].map(providerJson)))
  app.post<ByQuery>(base, async ({ query }) => listed('MetadataAgentProvider', [providerJson(await providers.register(needed(query, 'uri')))]))
  app.delete<ById>(`${base}/:id`, ({ params }) => {
    providers.remove(Number(params.id))
    return listed('MetadataAgentProvider', [])
  })
  app.post('/media/providers/refresh', async () => {
    await providers.refresh()
    return listed('MetadataAgentProvider', [])
  })
  app.get(`${base}/group`, () => listed('MetadataAgentProviderGroup', [...providers.groups.values()].map(groupJson)))
  app.post<ByQuery>(`${base}/group`, ({ query }) =>
    listed('MetadataAgentProviderGroup', [groupJson(providers.createGroup(needed(query, 'title'), needed(query, 'primaryIdentifier')))]))
  app.put<{ Params: { id: string; providerId: string } }>(`${base}/group/:id/items/:providerId`, ({ params }) =>
    listed('MetadataAgentProviderGroup', [groupJson(providers.join(Number(params.id), Number(params.providerId)))]))
}

function needed(query: Query, name: string): string {
  const value = query[name]
  if (value === undefined || value === '') throw httpFault(400, `'${name}' is missing`)
  return value
}

function listed(name: string, list: readonly JsonObject[]): JsonObject {
  return { MediaContainer: { size: list.length, [name]: list } }
}

function providerJson({ id, identifier, title, uri, types }: Provider): JsonObject {
  return { id, identifier, title, uri, agentType: 'primary', online: true, MetadataType: types.map((type) => ({ type })) }
}

function groupJson({ id, title, primaryIdentifier, providerIds }: ProviderGroup): JsonObject {
  const items = providerIds.map((providerId, index) => ({
    id: id * 100 + index, metadataAgentProviderGroupId: id, metadataAgentProviderId: providerId, order: (index + 1) * 1000,
  }))
  return { id, title, primaryIdentifier, MetadataAgentProviderGroupItem: items }
}
