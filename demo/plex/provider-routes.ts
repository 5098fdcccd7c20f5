import type { FastifyInstance } from 'fastify'
import { httpFault } from './http-fault.js'
import type { Query } from './listing.js'
import type { Parts } from './parts.js'
import type { JsonObject } from './plex-item.js'
import type { ProviderGroup } from './provider-groups.js'
import type { Provider } from './providers.js'

interface ById { Params: { id: string }; Querystring: Query }
interface ByQuery { Querystring: Query }
interface ByItem { Params: { id: string; providerId: string }; Querystring: Query }

const base = '/media/providers/metadata'

/** `/media/providers/metadata`: registering providers. */
export function providerRoutes(app: FastifyInstance, { providers }: Parts): void {
  app.get<ByQuery>(base, async ({ query }) => listed('MetadataAgentProvider', await Promise.all(withTypes([...providers.all.values()], query['metadataTypes']).map(async (one) => providerJson(one, await providers.isOnline(one))))))
  app.post<ByQuery>(base, async ({ query }) => theProvider(await providers.register(needed(query, 'uri'))))
  app.get<ById>(`${base}/:id`, async ({ params }) => {
    const provider = providers.get(Number(params.id))
    return theProvider(provider, await providers.isOnline(provider))
  })
  app.put<ById>(`${base}/:id`, async ({ params, query }) => theProvider(await providers.move(Number(params.id), onlyOne(query, 'uri'))))
  app.delete<ById>(`${base}/:id`, ({ params }) => {
    providers.remove(Number(params.id))
    return listed('MetadataAgentProvider', [])
  })
  app.post('/media/providers/refresh', async () => {
    await providers.refresh()
    return listed('MetadataAgentProvider', [])
  })
}

/** `/media/providers/metadata/group`: making agents of providers. */
export function groupRoutes(app: FastifyInstance, { providers: { groups } }: Parts): void {
  const group = `${base}/group`
  app.get(group, () => listed('MetadataAgentProviderGroup', [...groups.all.values()].map(groupJson)))
  app.post<ByQuery>(group, ({ query }) => theGroup(groups.create(needed(query, 'title'), needed(query, 'primaryIdentifier'))))
  app.get<ById>(`${group}/:id`, ({ params }) => theGroup(groups.get(Number(params.id))))
  app.put<ById>(`${group}/:id`, ({ params, query }) => theGroup(Object.assign(groups.get(Number(params.id)), { title: onlyOne(query, 'title') })))
  app.delete<ById>(`${group}/:id`, ({ params }) => {
    groups.remove(Number(params.id))
    return listed('MetadataAgentProviderGroup', [])
  })
  app.put<ByItem>(`${group}/:id/items/:providerId`, ({ params, query }) => {
    const { after } = query
    return theGroup(groups.place(Number(params.id), Number(params.providerId), after === undefined ? undefined : Number(after)))
  })
  app.delete<ByItem>(`${group}/:id/items/:providerId`, ({ params }) => theGroup(groups.take(Number(params.id), Number(params.providerId))))
}

function needed(query: Query, name: string): string {
  const value = query[name]
  if (value === undefined || value === '') throw httpFault(400, `'${name}' is missing`)
  return value
}

/** What can be changed is one thing; a client that sends more believes that it can change that, too. */
function onlyOne(query: Query, name: string): string {
  const other = Object.keys(query).find((key) => key !== name && !key.startsWith('X-Plex-'))
  if (other !== undefined) throw httpFault(400, `'${other}' cannot be changed`)
  return needed(query, name)
}

function withTypes(all: readonly Provider[], wanted: string | undefined): readonly Provider[] {
  const types = wanted?.split(',').map(Number)
  return types === undefined ? all : all.filter((provider) => types.some((type) => provider.types.includes(type)))
}

function listed(name: string, list: readonly JsonObject[]): JsonObject {
  return { MediaContainer: { size: list.length, [name]: list } }
}

/** One whose document was just read is online. */
function theProvider(provider: Provider, online = true): JsonObject {
  return listed('MetadataAgentProvider', [providerJson(provider, online)])
}

function providerJson({ id, identifier, title, uri, types }: Provider, online: boolean): JsonObject {
  return { id, identifier, title, uri, agentType: 'primary', online, MetadataType: types.map((type) => ({ type })) }
}

function theGroup(group: ProviderGroup): JsonObject {
  return listed('MetadataAgentProviderGroup', [groupJson(group)])
}

function groupJson({ id, title, primaryIdentifier, items }: ProviderGroup): JsonObject {
  const itemsJson = items.map((item, index) => ({ id: item.id, metadataAgentProviderGroupId: id, metadataAgentProviderId: item.providerId, order: (index + 1) * 1000 }))
  return { id, title, primaryIdentifier, MetadataAgentProviderGroupItem: itemsJson }
}
