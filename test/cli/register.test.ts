import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { secrets, startServer, type Running } from '../end-to-end/running-server.js'
import { manifestWith, startStubProvider } from '../demo/plex/stub-provider.js'
import { scratchFolder } from '../gaps/scratch.js'
import { nowhere, runHere, runProcess, type Ended } from './support/run-command.js'

const ours = 'tv.plex.agents.custom.stash2plex'

interface Stage {
  readonly plex: NonNullable<Running['plex']>
  readonly url: string
  readonly base: string
  readonly dataDir: string
  readonly env: Record<string, string>
  readonly run: (args: readonly string[], env?: Record<string, string>) => Promise<Ended>
}

/** A running server behind a secret path, a Plex that does not know it, and commands with the same settings. */
async function stage(t: Test): Promise<Stage> {
  const { plex, url, stash } = await startServer(t, { withPlex: true, env: { PROVIDER_TOKEN: secrets.provider } })
  if (plex === undefined) throw new Error('there is no Plex')
  const dataDir = scratchFolder(t)
  const base = new URL(url).origin
  const usual = { STASH_URL: stash.url, STASH_API_KEY: secrets.stash, PLEX_URL: plex.url, PLEX_TOKEN: secrets.plex, API_KEY: secrets.api, PROVIDER_TOKEN: secrets.provider, PUBLIC_URL: base, DATA_DIR: dataDir }
  const run = async (args: readonly string[], env: Record<string, string> = {}) => {
    const ended = await runHere(args, { ...usual, ...env })
    for (const [name, secret] of Object.entries(secrets)) t.notMatch(ended.out + ended.err, secret, `${args.join(' ')} does not show the ${name} secret`)
    return ended
  }
  return { plex, url, base, dataDir, env: usual, run }
}

t.test('adds provider, agent and library once, however often it runs', async (t) => {
  const { plex, url, base, run } = await stage(t)
  const first = await run(['register', '--library', 'scenes'])
  t.strictSame(first, { code: 0, err: '', out: [
    `Added the provider at ${base}/<PROVIDER_TOKEN>.`, 'Made the agent "Stash2Plex".',
    'The library "Scenes" uses it now; before, it used tv.plex.agents.movie.', 'Next: in Plex, "Refresh All Metadata" of Scenes, so that what is in there is matched.', '',
  ].join('\n') })
  t.match(await run(['register', '--library', '1', '--library', 'Scenes']), { code: 0, out: /is there already.*\n.*"Stash2Plex" is there already\.\nThe library "Scenes" uses it already\.\nNext: nothing/ })
  t.match([...plex.providers.all.values()], [{ uri: url, identifier: ours }])
  t.equal(plex.providers.groups.all.size, 1)
  t.match(plex.sections.get('1'), { agent: ours, title: 'Scenes', scanner: 'Plex Video Files Scanner', language: 'en-US' })
})

t.test('is there as a program', async (t) => {
  const { env, run } = await stage(t)
  t.match(await runProcess(['register', '--json'], env), { code: 0, err: '', out: /"done":"added"/ })
  t.match(await run(['unregister']), { code: 0 })
})

t.test('asks a person for what it was not told', async (t) => {
  const { plex, base, env } = await stage(t)
  const ask = (answers: readonly string[], args: readonly string[] = [], change: Record<string, string> = {}) => runHere(['register', ...args], { ...env, ...change }, answers)
  t.match(await ask(['']), { code: 0, out: /1 {2}Scenes {2}\(tv\.plex\.agents\.movie\)\n {2}2 {2}More scenes[^]*Next: give it a library/ })
  t.match(await ask([base, '3', '2, 2'], [], { PUBLIC_URL: '' }), { code: 0, out: /Numbers from 1 to 2, please\.\n[^]*The library "More scenes" uses it now/ })
  t.strictSame([...plex.sections.values()].map(({ agent }) => agent), ['tv.plex.agents.movie', ours])
  t.match(await ask([''], [], { PUBLIC_URL: '' }), { code: 1, err: /^S2P_ADDRESS_UNKNOWN: / })
  t.match(await ask([], ['--library', 'Scenes']), { code: 0 }, 'not when it was told')
  t.match(await ask([], ['--json']), { code: 0 }, 'nor for a script')
  t.match(await ask([]), { code: 0, out: /Next: nothing/ }, 'nor when all libraries use it')
})

t.test('changes an address that moved, and tells it as JSON', async (t) => {
  const { plex, url, base, run } = await stage(t)
  await run(['register'])
  const other = base.replace('127.0.0.1', 'localhost')
  const moved = await run(['register', '--address', `${other}/`, '--json'])
  t.match(JSON.parse(moved.out), { provider: { done: 'moved', before: `${base}/…`, address: `${other}/<PROVIDER_TOKEN>` }, agent: { done: 'kept' }, libraries: [], next: String })
  t.match([...plex.providers.all.values()], [{ uri: url.replace('127.0.0.1', 'localhost') }])
  t.match(await run(['register', '--address', `${other}/${secrets.provider}`]), { code: 0, out: /is there already/ }, 'the token may be pasted with the address')
})

t.test('puts everything back', async (t) => {
  const { plex, run, dataDir } = await stage(t)
  await run(['register', '--library', 'Scenes'])
  t.match(JSON.parse(readFileSync(join(dataDir, 'earlier-agents.json'), 'utf8')), { ['a'.repeat(40)]: { 1: { agent: 'tv.plex.agents.movie' } } })
  t.match(await run(['unregister']), { code: 0, err: '', out: /^The library "Scenes" uses tv\.plex\.agents\.movie again\.\nRemoved the agent "Stash2Plex"\.\nRemoved the provider\./ })
  t.match(plex.sections.get('1'), { agent: 'tv.plex.agents.movie', groupId: undefined })
  t.strictSame([plex.providers.all.size, plex.providers.groups.all.size], [0, 0])
  t.match(await run(['unregister']), { code: 0, out: 'Plex does not know the provider; nothing to do.\n' }, 'again')
  t.strictSame(JSON.parse((await run(['unregister', '--json'])).out), { libraries: [], agents: [], provider: 'was not there' })
  t.match(await run(['register', '--library', 'Scenes']), { code: 0, out: /^Added the provider/ }, 'and there again')
})

t.test('leaves all in place while it is not known what to put back', async (t) => {
  const { plex, url, run, dataDir } = await stage(t)
  await plex.register(url)
  for (const damage of ['', '[]', '{"a":1', '{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa":{"1":{"agent":7}}}']) {
    writeFileSync(join(dataDir, 'earlier-agents.json'), damage)
    t.match(await run(['unregister']), { code: 1, out: '', err: /^S2P_PLEX_LIBRARY_STILL_USED: .*: Scenes, More scenes\. Choose another agent.*--agent tv\.plex\.agents\.movie/ })
  }
  t.strictSame([plex.providers.all.size, plex.providers.groups.all.size, plex.sections.get('1')?.agent], [1, 1, ours])
  t.match(await run(['unregister', '--agent', 'tv.plex.agents.none']), { code: 0, out: /^The library "Scenes" uses tv\.plex\.agents\.none again.*\nThe library "More scenes"/ })
})

t.test('refuses to leave an agent behind that uses the provider', async (t) => {
  const { plex, run } = await stage(t)
  await run(['register', '--library', 'Scenes'])
  const stub = await startStubProvider()
  t.teardown(() => stub.close())
  stub.answers.manifest = manifestWith()
  const call = (method: string, path: string) => fetch(`${plex.url}/media/providers/metadata${path}`, { method, headers: { 'x-plex-token': secrets.plex, accept: 'application/json' } })
  await call('POST', `?uri=${encodeURIComponent(stub.url)}`)
  const group = (await (await call('POST', '/group?title=Both&primaryIdentifier=tv.plex.agents.custom.stub')).json() as { MediaContainer: { MetadataAgentProviderGroup: { id: number }[] } }).MediaContainer.MetadataAgentProviderGroup[0]?.id
  const own = [...plex.providers.all.values()].find(({ identifier }) => identifier === ours)?.id
  await call('PUT', `/group/${group}/items/${own}`)
  t.match(await run(['unregister']), { code: 1, err: /^S2P_PLEX_PROVIDER_IN_USE: .*Both/ })
  t.equal(plex.sections.get('1')?.agent, ours, 'nothing was changed')
})

t.test('changes nothing when a library is not there', async (t) => {
  const { plex, run } = await stage(t)
  const sections = plex.sections as Map<string, NonNullable<ReturnType<typeof plex.sections.get>>>
  const first = sections.get('1')
  if (first !== undefined) sections.set('7', { ...first, id: '7', title: 'Shows', type: 'show' })
  t.match(await run(['register', '--library', 'Scenes', '--library', 'Scnes']), { code: 1, out: '', err: /^S2P_PLEX_LIBRARY_UNKNOWN: .*"Scnes".*did you mean "Scenes"\?.*Scenes \(1\), More scenes \(2\)\.\n$/ })
  t.match(await run(['register', '--library', 'Shows']), { code: 1, err: /S2P_PLEX_LIBRARY_UNKNOWN/ }, 'of another type')
  t.equal(plex.providers.all.size, 0)
})

t.test('says why it could not', async (t) => {
  const { plex, run, base } = await stage(t)
  const cases: readonly (readonly [string, readonly string[], Record<string, string>, RegExp])[] = [
    ['wrong token', [], { PLEX_TOKEN: 'wrong-token' }, /^S2P_PLEX_TOKEN_WRONG: /],
    ['Plex away', [], { PLEX_URL: nowhere }, /^S2P_PLEX_UNREACHABLE: /],
    ['no Plex', [], { PLEX_URL: '', PLEX_TOKEN: '' }, /^S2P_PLEX_NOT_CONFIGURED: /],
    ['no address', [], { PUBLIC_URL: '' }, /^S2P_ADDRESS_UNKNOWN: /],
    ['server away', ['--address', nowhere], {}, /^S2P_PLEX_PROVIDER_REFUSED: .*nothing answers there, from here either/],
    ['other program', ['--address', plex.url], {}, /^S2P_PLEX_PROVIDER_REFUSED: .*not this Stash2Plex/],
    ['other token', ['--address', base], { PROVIDER_TOKEN: 'another_token_1' }, /PROVIDER_TOKEN, which the running server and this command must share/],
    ['bad settings', [], { STASH_URL: 'stash' }, /^S2P_CONFIG_INVALID: /],
  ]
  for (const [what, args, env, expected] of cases) t.match(await run(['register', ...args], env), { code: 1, out: '', err: expected }, what)
  t.match(await run(['register', '--address', 'nas']), { code: 2, err: /^S2P_USAGE: .*--address wants/ })
  t.match(await run(['register', '--libary', 'x']), { code: 2, err: /did you mean --library\?/ })
  t.match(await run(['unregister'], { PLEX_TOKEN: 'wrong-token' }), { code: 1, err: /^S2P_PLEX_TOKEN_WRONG: / })
  plex.faults.starting = true
  t.match(await run(['register']), { code: 1, err: /^S2P_PLEX_STARTING: / })
  t.equal(plex.providers.all.size, 0)
})
