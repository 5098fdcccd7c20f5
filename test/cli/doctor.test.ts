import { chmodSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { stringify } from 'yaml'
import type { Finding } from '../../core/cli/doctor/finding.js'
import { isOlder } from '../../core/cli/doctor/versions.js'
import { generateLibrary } from '../../demo/library/generate-library.js'
import { startSamplePlex } from '../../demo/plex/sample-plex.js'
import { startSampleStash } from '../../demo/stash/start-sample-stash.js'
import { secrets, startServer } from '../end-to-end/running-server.js'
import { scratchFolder } from '../gaps/scratch.js'
import { nowhere, runHere, runProcess, type Ended } from './support/run-command.js'

interface Diagnosis {
  readonly status: string
  readonly next: string | null
  readonly findings: readonly Finding[]
}

type Variables = Record<string, string>

/** The doctor's findings in one line each, for matching; and no secret in what it wrote. */
async function diagnose(t: Test, env: Variables, args: readonly string[] = []): Promise<Diagnosis & { readonly code: number, readonly told: string }> {
  const ended = await runHere(['doctor', '--json', ...args], env)
  holdsNoSecret(t, ended)
  const diagnosis = JSON.parse(ended.out) as Diagnosis
  return { ...diagnosis, code: ended.code, told: diagnosis.findings.map(({ about, verdict, says }) => `${about}: ${verdict}: ${says}`).join('\n') }
}

function holdsNoSecret(t: Test, { out, err }: Ended): void {
  for (const [name, secret] of Object.entries(secrets)) t.notMatch(out + err, secret, `the ${name} secret is not shown`)
}

/** Both sample servers without a Stash2Plex, and settings for one. */
async function beforeTheStart(t: Test) {
  const library = generateLibrary({ seed: 5, scenes: 60 })
  const stash = await startSampleStash({ library, apiKey: secrets.stash })
  const plex = await startSamplePlex({ library, token: secrets.plex })
  t.teardown(() => Promise.all([stash.close(), plex.close()]))
  plex.createItems()
  return { stash, plex, env: settings(t, { library, stash: stash.url, plex: plex.url, server: nowhere }) }
}

function settings(t: Test, parts: { readonly library: { readonly pathMappings: readonly object[] }, readonly stash: string, readonly plex: string, readonly server: string }): Variables {
  const folder = scratchFolder(t)
  const file = join(folder, 'stash2plex.yaml')
  writeFileSync(file, stringify({ pathMappings: parts.library.pathMappings }))
  return {
    STASH_URL: parts.stash, STASH_API_KEY: secrets.stash, PLEX_URL: parts.plex, PLEX_TOKEN: secrets.plex, API_KEY: secrets.api, PROVIDER_TOKEN: secrets.provider,
    PUBLIC_URL: parts.server, STASH2PLEX_URL: parts.server, CONFIG_FILE: file, DATA_DIR: join(folder, 'data'), PLUGINS_DIR: join(folder, 'plugins'),
  }
}

async function whileItRuns(t: Test) {
  const server = await startServer(t, { withPlex: true, env: { PROVIDER_TOKEN: secrets.provider } })
  await server.ready()
  const { plex, library, stash, url } = server
  if (plex === undefined) throw new Error('there is no Plex')
  plex.createItems()
  return { plex, stash, url, env: settings(t, { library, stash: stash.url, plex: plex.url, server: new URL(url).origin }) }
}

t.test('finds nothing wrong when all is well', async (t) => {
  const { plex, url, env } = await whileItRuns(t)
  await plex.register(url)
  const { code, status, told } = await diagnose(t, env)
  t.strictSame([code, status], [0, 'fine'], told)
  const all = [
    /^settings: fine: the environment and .*stash2plex\.yaml$/m, /^data folder: note: .*made at the first start$/m, /^Stash: fine: v\S+ at http:\S+ takes the key and has 60 scenes$/m,
    /^server: fine: \S+ runs at/m, /^server: fine: its catalog is complete: 60 scenes/m, /^Plex: fine: 1\.43\.\S+ at \S+ takes the token; libraries of films: Scenes, More scenes$/m,
    /^in Plex: fine: it asks Stash2Plex at http:\S+\/<PROVIDER_TOKEN>$/m, /^in Plex: fine: used by Scenes, More scenes$/m, /^address: fine: Stash2Plex answers at/m,
    /^address: note: .*private network/m, /^path rules: fine: .* files looked at in Plex lie under a rule; Stash has [1-9]\d* of \d+ at the very path$/m, /^plugins: fine: \d+ active: /m,
  ]
  for (const one of all) t.match(told, one)
  const shown = await runProcess(['doctor'], env)
  holdsNoSecret(t, shown)
  t.match(shown, { code: 0, err: '', out: /^settings {5}ok {4}the environment[^]*\nAll is well\.\nWorth doing: address: Set PUBLIC_URL to/ })
  t.notMatch(shown.out, '\u001B')
})

t.test('leads from one fault to the next while it is set up', async (t) => {
  const { plex, url, env } = await whileItRuns(t)
  t.match(await diagnose(t, env), { code: 1, next: 'stash2plex register', told: /^in Plex: fault: it does not know Stash2Plex yet$/m })
  await runHere(['register'], env)
  t.match(await diagnose(t, env), { code: 1, next: 'stash2plex register --library "Scenes"', told: /^in Plex: fault: no library uses the agent$/m })
  await runHere(['register', '--library', 'Scenes'], env)
  t.match(await diagnose(t, env), { code: 0, told: /^in Plex: fine: used by Scenes; not by More scenes$/m })
  const other = { ...env, PUBLIC_URL: new URL(url).origin.replace('127.0.0.1', 'localhost') }
  t.match(await diagnose(t, other), { code: 1, next: 'stash2plex register', told: /^in Plex: fault: it asks Stash2Plex at .*, but the settings say http:\/\/localhost:\d+\/<PROVIDER_TOKEN>$/m })
  plex.providers.groups.all.clear()
  t.match(await diagnose(t, env), { code: 1, next: 'stash2plex register', told: /^in Plex: fault: it has no agent/m })
})

t.test('works before the start, and touches nothing', async (t) => {
  const { plex, stash, env } = await beforeTheStart(t)
  const { code, next, told } = await diagnose(t, env)
  t.strictSame([code, next?.slice(0, 24)], [1, 'server: Start Stash2Plex'], told)
  for (const one of [/^server: fault: nothing answers/m, /^Stash: fine/m, /^Plex: fine/m, /^path rules: fine: .*Stash has [1-9]/m, /^plugins: fine: \d+ active/m]) t.match(told, one)
  t.notOk(existsSync(env['DATA_DIR'] ?? ''), 'no data folder was made')
  t.equal(stash.requests.pathFilters, 0, 'Stash was not searched by path')
  t.strictSame([...plex.requests.keys()].filter((call) => !call.startsWith('GET ')), [])
})

t.test('names what is wrong, whatever it is', async (t) => {
  const { plex, env } = await beforeTheStart(t)
  const [wrongRules, noUse] = [{ name: 'wrong', plex: '/plex', stash: '/nowhere' }, { name: 'idle', plex: '/other', stash: '/data' }].map((rule) => {
    const file = join(scratchFolder(t), 'stash2plex.yaml')
    writeFileSync(file, stringify({ pathMappings: [rule] }))
    return file
  }) as [string, string]
  const cases: readonly (readonly [string, Variables, RegExp])[] = [
    ['wrong Stash key', { STASH_API_KEY: 'not-the-key' }, /^Stash: fault: .*\(S2P_STASH_(KEY_WRONG|LOGIN)\)$/m],
    ['Stash away', { STASH_URL: nowhere }, /^Stash: fault: .*\(S2P_STASH_UNREACHABLE\)$/m],
    ['wrong Plex token', { PLEX_TOKEN: 'not-the-token' }, /^Plex: fault: .*\(S2P_PLEX_TOKEN_WRONG\)$/m],
    ['Plex away', { PLEX_URL: nowhere }, /^Plex: fault: .*\(S2P_PLEX_UNREACHABLE\)$/m],
    ['no Plex', { PLEX_URL: '', PLEX_TOKEN: '' }, /^Plex: note: PLEX_URL and PLEX_TOKEN are not set.*\n(?:.*\n)*path rules: skipped/m],
    ['no settings', { STASH_URL: '' }, /^settings: fault: [^]*STASH_URL: is missing[^]*^data folder: skipped[^]*^Stash: skipped[^]*^plugins: skipped/m],
    ['no address', { PUBLIC_URL: '' }, /^address: note: PUBLIC_URL is not set/m],
    ['no rules', { CONFIG_FILE: '/dev/null' }, /^path rules: note: no rules, which means the same paths .*Stash has 0 of \d+/m],
    ['wrong rules', { CONFIG_FILE: wrongRules }, /^path rules: fault: wrong: \d+ of \d+ files .*Stash has 0 of \d+/m],
    ['rules for nothing', { CONFIG_FILE: noUse }, /^path rules: fault: idle: 0 of \d+ files/m],
  ]
  for (const [what, change, expected] of cases) {
    const { code, told } = await diagnose(t, { ...env, ...change })
    t.equal(code, 1, what)
    t.match(told, expected, what)
    t.notMatch(told, /not-the-/, what)
  }
  plex.faults.starting = true
  t.match((await diagnose(t, env)).told, /^Plex: fault: .*\(S2P_PLEX_STARTING\)$/m)
})

t.test('looks at a running server through its API only', async (t) => {
  const { url, env, plex } = await whileItRuns(t)
  await plex.register(url)
  t.match((await diagnose(t, { ...env, API_KEY: 'not-the-key' })), { code: 1, told: /^server: fault: .*\(S2P_SERVER_KEY_WRONG\)$/m })
  const blind = await diagnose(t, { API_KEY: secrets.api }, ['--url', new URL(url).origin])
  t.equal(blind.code, 0, blind.told)
  t.match(blind.told, /^settings: note: [^]*^Stash: fine: \S+ answers the running server$[^]*^Plex: fine: \S+ answers the running server$[^]*^plugins: fine/m)
})

t.test('looks at the data folder from outside', async (t) => {
  const { env } = await beforeTheStart(t)
  const folder = scratchFolder(t)
  const look = async () => (await diagnose(t, { ...env, DATA_DIR: folder })).findings.filter(({ about }) => about === 'data folder').map(({ says }) => says).join('\n')
  const head = Buffer.alloc(100)
  head.write('SQLite format 3\0', 'latin1')
  head.writeUInt32BE(999, 60)
  writeFileSync(join(folder, 'state.db'), head)
  const before = statSync(join(folder, 'state.db')).mtimeMs
  t.match(await look(), /S2P_STORE_NEWER/)
  writeFileSync(join(folder, 'state.db'), 'garbage')
  t.match(await look(), /S2P_STORE_CORRUPT/)
  writeFileSync(join(folder, 'state.db'), '')
  writeFileSync(join(folder, 'api-key'), 'x', { mode: 0o644 })
  chmodSync(join(folder, 'api-key'), 0o644)
  t.match(await look(), /can be written\n.*api-key can be read by other users/)
  t.ok(before > 0)
  t.strictSame(readdirSync(folder).sort(), ['api-key', 'state.db'], 'nothing was added')
})

t.test('shows a broken plugin without a server', async (t) => {
  const { env } = await beforeTheStart(t)
  const plugins = t.testdir({ 'mine.mjs': 'throw new Error("on purpose")' })
  writeFileSync(env['CONFIG_FILE'] ?? '', stringify({ plugins: ['mine', 'nobody'] }))
  const { told } = await diagnose(t, { ...env, PLUGINS_DIR: plugins })
  t.match(told, /^plugins: fault: mine is \w+: .*on purpose/m)
  t.match(told, /^plugins: fault: nobody is \w+: .*no such plugin/m)
})

t.test('tells versions apart', async (t) => {
  for (const [version, wanted, older] of [['v0.23.1', '0.24', true], ['v0.24.0', '0.24', false], ['v0.30.1', '0.24', false], ['1.42.9.1', '1.43', true], ['1.43.0.10467', '1.43', false], ['2.0', '1.43', false], ['', '1.43', false], ['dev', '0.24', false]] as const) t.equal(isOlder(version, wanted), older, `${version} ${wanted}`)
})
