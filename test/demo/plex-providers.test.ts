import t from 'tap'
import type { Test } from 'tap'
import { setUp } from './plex/asking.js'
import { IDENTIFIER, manifestWith, startStubProvider } from './plex/stub-provider.js'

const base = '/media/providers/metadata'
const at = (path: string, query: Record<string, string>) => `${base}${path}?${new URLSearchParams(query).toString()}`
const others = 'tv.plex.agents.custom.other'

async function bench(t: Test) {
  const bench = await setUp()
  t.teardown(() => bench.close())
  const { ask, provider } = bench
  const id: number = (await ask(at('', { uri: provider.url }), { method: 'POST' })).container.MetadataAgentProvider[0].id
  return { ...bench, id }
}

/** A second provider, that describes films unless told otherwise. */
async function another(t: Test, type = 1) {
  const provider = await startStubProvider()
  t.teardown(() => provider.close())
  provider.answers.manifest = manifestWith({ identifier: others, Types: [{ type, Scheme: [{ scheme: others }] }] })
  return provider
}

t.test('a provider is shown, by itself and by what it describes', async (t) => {
  const { ask, id, provider } = await bench(t)
  t.match((await ask(`${base}/${id}`)).container.MetadataAgentProvider, [{ id, identifier: IDENTIFIER, uri: provider.url, agentType: 'primary', online: true }])
  t.equal((await ask(`${base}/99`)).status, 404)
  t.equal((await ask(at('', { metadataTypes: '1,2' }))).container.size, 1)
  t.equal((await ask(at('', { metadataTypes: '2' }))).container.size, 0)
  await provider.close()
  t.match((await ask(`${base}/${id}`)).container.MetadataAgentProvider, [{ online: false }])
})

t.test('a provider moves to another address, and nothing else of it can be set', async (t) => {
  const { ask, id, provider } = await bench(t)
  const moved = await startStubProvider('/new')
  t.teardown(() => moved.close())
  t.match(await ask(at(`/${id}`, { uri: moved.url }), { method: 'PUT' }), { status: 200, container: { MetadataAgentProvider: [{ id, uri: moved.url }] } })
  t.equal((await ask(at(`/${id}`, { uri: provider.url, title: 'x' }), { method: 'PUT' })).status, 400)
  t.equal((await ask(`${base}/${id}`, { method: 'PUT' })).status, 400)
  t.equal((await ask(at(`/${id}`, { uri: 'http://127.0.0.1:9/' }), { method: 'PUT' })).status, 400)
  t.equal((await ask(at('/99', { uri: provider.url }), { method: 'PUT' })).status, 404)
  t.match((await ask(`${base}/${id}`)).container.MetadataAgentProvider, [{ uri: moved.url }], 'a refused move changes nothing')
})

t.test('a group is renamed and removed, and then its provider can go', async (t) => {
  const { ask, id } = await bench(t)
  const group = (await ask(at('/group', { title: 'Mine', primaryIdentifier: IDENTIFIER }), { method: 'POST' })).container.MetadataAgentProviderGroup[0]
  t.match(group, { title: 'Mine', MetadataAgentProviderGroupItem: [{ metadataAgentProviderGroupId: group.id, metadataAgentProviderId: id, order: 1000 }] })
  t.equal((await ask(at(`/group/${group.id}`, { title: 'Ours' }), { method: 'PUT' })).container.MetadataAgentProviderGroup[0].title, 'Ours')
  t.equal((await ask(at(`/group/${group.id}`, { title: 'Ours', primaryIdentifier: others }), { method: 'PUT' })).status, 400)
  t.equal((await ask(`${base}/${id}`, { method: 'DELETE' })).status, 403)
  t.equal((await ask(`${base}/group/${group.id}`, { method: 'DELETE' })).status, 200)
  t.equal((await ask(`${base}/group/${group.id}`)).status, 404)
  t.equal((await ask(`${base}/${id}`, { method: 'DELETE' })).status, 200)
  t.equal((await ask(base)).container.size, 0)
})

t.test('providers are ordered in a group, and the primary stays', async (t) => {
  const { ask, id } = await bench(t)
  const second = (await ask(at('', { uri: (await another(t)).url }), { method: 'POST' })).container.MetadataAgentProvider[0].id
  const group = (await ask(at('/group', { title: 'Mine', primaryIdentifier: IDENTIFIER }), { method: 'POST' })).container.MetadataAgentProviderGroup[0].id
  const order = async (path: string, method: 'PUT' | 'DELETE' = 'PUT') => (await ask(`${base}/group/${group}/items/${path}`, { method })).container.MetadataAgentProviderGroup?.[0].MetadataAgentProviderGroupItem.map((item: { metadataAgentProviderId: number }) => item.metadataAgentProviderId)
  t.strictSame(await order(`${second}`), [id, second])
  t.strictSame(await order(`${second}?after=-1`), [second, id])
  t.equal(await order(`${second}?after=99`), undefined)
  t.equal((await ask(`${base}/group/${group}/items/${id}`, { method: 'DELETE' })).status, 403)
  t.strictSame(await order(`${second}`, 'DELETE'), [id])
})

t.test('a library takes an agent only with its group and of its type', async (t) => {
  const { ask, plex } = await bench(t)
  const group = (await ask(at('/group', { title: 'Mine', primaryIdentifier: IDENTIFIER }), { method: 'POST' })).container.MetadataAgentProviderGroup[0].id
  const set = async (query: Record<string, string>) => (await ask(`/library/sections/1?${new URLSearchParams(query).toString()}`, { method: 'PUT' })).status
  t.equal(await set({ metadataAgentProviderGroupId: String(group) }), 400, 'without agent')
  t.equal(await set({ agent: IDENTIFIER }), 400, 'without group')
  t.equal(await set({ agent: others, metadataAgentProviderGroupId: String(group) }), 400, 'of another agent')
  t.equal(await set({ agent: IDENTIFIER, metadataAgentProviderGroupId: '99' }), 400, 'a group that is not there')
  t.equal(plex.sections.get('1')?.agent, 'tv.plex.agents.movie')
  t.equal(await set({ agent: IDENTIFIER, metadataAgentProviderGroupId: String(group) }), 200)
  t.match((await ask('/library/sections')).container.Directory[0], { agent: IDENTIFIER, metadataAgentProviderGroupId: group, scanner: 'Plex Video Files Scanner' })
  t.equal(await set({ agent: 'tv.plex.agents.movie' }), 200)
  t.notOk('metadataAgentProviderGroupId' in (await ask('/library/sections')).container.Directory[0])
})
