import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { readConfig } from '../../core/config/read-config.js'

const minimal = { STASH_URL: 'http://stash:9999' }

async function faultsOf(env: Record<string, string>): Promise<string[]> {
  try {
    await readConfig(env)
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).map((line) => line.replace(/^ {2}- /, ''))
  }
  return []
}

t.test('reads the environment and fills defaults', async (t) => {
  const { config, warnings } = await readConfig({ ...minimal, PORT: '8080', LOG_TITLES: 'false' })
  t.match(config, { stash: { url: 'http://stash:9999', apiKey: undefined }, port: 8080, logTitles: false, host: '0.0.0.0', pathMappings: undefined })
  t.strictSame(warnings, [])
})

t.test('says what to set when nothing is', async (t) => {
  t.strictSame(await faultsOf({}), ['STASH_URL: is missing, wants an http:// or https:// address without user and password, for example http://stash:9999'])
})

t.test('lets the environment win over the file', async (t) => {
  const file = join(t.testdir({ 'a.yaml': 'stashUrl: http://file:1\nport: 1234\nlogLevel: debug\n' }), 'a.yaml')
  const { config } = await readConfig({ ...minimal, PORT: '4321', CONFIG_FILE: file })
  t.equal(config.stash.url, 'http://stash:9999')
  t.equal(config.port, 4321)
  t.equal(config.logLevel, 'debug')
})

t.test('reports every fault of both sources together', async (t) => {
  const file = join(t.testdir({ 'a.yaml': [
    'stahsUrl: x', 'logLevel: loud', 'library: { rots: [/a] }', 'plugins: [path-mapping, Nope Nope]',
    'pathMappings:', '  - { name: nas, plex: /plex/media }', '  - { name: two, plex: { match: a }, stash: { match: b, to: c } }', '  - 7',
  ].join('\n') }), 'a.yaml')
  const faults = await faultsOf({ ...minimal, PORT: 'seven', PLEX_URL: 'ftp://x', CONFIG_FILE: file })
  const starts = faults.map((line) => line.split(':')[0])
  t.strictSame(new Set(starts), new Set(['PORT', 'PLEX_URL', 'stahsUrl', 'logLevel', 'library.rots', 'plugins[1]', 'pathMappings[0].stash', 'pathMappings[1].plex.to', 'pathMappings[2]', 'PLEX_TOKEN']))
  t.match(faults.join('\n'), /stahsUrl: is not a known key; did you mean stashUrl\?/)
  t.match(faults.join('\n'), /PORT: got "seven", wants a whole number from 0 to 65535, for example 7979/)
  t.match(faults.join('\n'), /logLevel: got "loud", wants one of trace/)
  t.match(faults.join('\n'), /library.rots: is not a known key; did you mean roots\?/)
})

t.test('reads a secret from a file', async (t) => {
  const folder = t.testdir({ key: 'abc.def\n', empty: '\n' })
  const { config } = await readConfig({ ...minimal, STASH_API_KEY_FILE: join(folder, 'key') })
  t.equal(config.stash.apiKey, 'abc.def')
  t.match((await faultsOf({ ...minimal, STASH_API_KEY_FILE: join(folder, 'key'), STASH_API_KEY: 'x' }))[0], /STASH_API_KEY is set as well/)
  t.match((await faultsOf({ ...minimal, API_KEY_FILE: join(folder, 'none') }))[0], /cannot be read \(ENOENT\)/)
  t.match((await faultsOf({ ...minimal, API_KEY_FILE: join(folder, 'empty') }))[0], /is empty/)
})

t.test('never shows a secret in a fault', async (t) => {
  const faults = await faultsOf({ ...minimal, STASH_API_KEY: 'top secret value', PROVIDER_TOKEN: 'sh rt' })
  t.equal(faults.length, 2)
  t.notMatch(faults.join('\n'), /top secret|sh rt/)
})

t.test('names the line of broken YAML', async (t) => {
  const file = join(t.testdir({ 'a.yaml': 'port: 1\n  bad: [\n' }), 'a.yaml')
  t.match((await faultsOf({ ...minimal, CONFIG_FILE: file }))[0], /a\.yaml: .* line \d+/)
})

t.test('refuses a named file that is not there', async (t) => {
  t.match((await faultsOf({ ...minimal, CONFIG_FILE: '/nowhere/x.yaml' }))[0], /CONFIG_FILE: the file \/nowhere\/x.yaml cannot be read \(ENOENT\)/)
})

t.test('refuses a list where keys belong', async (t) => {
  const file = join(t.testdir({ 'a.yaml': '- a\n- b\n' }), 'a.yaml')
  t.match((await faultsOf({ ...minimal, CONFIG_FILE: file }))[0], /wants keys and values at the top/)
})

t.test('warns of variables that look misspelt', async (t) => {
  const { warnings } = await readConfig({ ...minimal, STASH_APIKEY: 'x', PLEX_CLAIM_SERVER_NAME: 'y' })
  t.strictSame(warnings, ['STASH_APIKEY is not a variable that Stash2Plex reads; did you mean STASH_API_KEY?'])
})

t.test('refuses an address that holds a password', async (t) => {
  const faults = await faultsOf({ STASH_URL: 'http://me:pw@stash:9999' })
  t.match(faults[0], /^STASH_URL: got .* without user and password/)
})

t.test('tells rule faults along with all others', async (t) => {
  const file = join(t.testdir({ 'a.yaml': [
    'pathMappings:', '  - { name: a, plex: /p, stash: /s }', '  - { name: a, plex: /p2, stash: /s2 }',
    "  - { name: b, plex: { match: '(', to: /x }, stash: { match: '^/x', to: /y } }",
    "  - { name: c, plex: { match: '^/q/((a+)+)$', to: '/x/$1' }, stash: { match: '^/x/(.*)$', to: '/q/$1' } }",
    "  - { name: d, plex: { match: '^/w/(.*)$', to: '/z/$1' }, stash: { match: '^/z/(.*)$', to: '/v/$1' }, samples: [/w/a.mp4] }",
  ].join('\n') }), 'a.yaml')
  const faults = await faultsOf({ ...minimal, PORT: 'x', CONFIG_FILE: file })
  t.match(faults.join('\n'), /PORT: got "x"/)
  for (const rule of ['a', 'b', 'c', 'd']) t.ok(faults.some((line) => line.includes(`rule "${rule}"`)), `names rule ${rule}`)
  t.match(faults.find((line) => line.includes('rule "d"')), /\/w\/a\.mp4.*\/z\/a\.mp4/)
})

t.test('reads plugins in all their forms', async (t) => {
  const file = join(t.testdir({ 'a.yaml': 'plugins:\n  - a\n  - b: { x: 1 }\n  - c: { enabled: false }\n  - d:\n' }), 'a.yaml')
  const { config } = await readConfig({ ...minimal, CONFIG_FILE: file })
  t.strictSame(config.plugins, [
    { id: 'a', enabled: true, options: {} }, { id: 'b', enabled: true, options: { x: 1 } },
    { id: 'c', enabled: false, options: {} }, { id: 'd', enabled: true, options: {} },
  ])
})

t.test('answers any YAML value with a config or coded faults', async (t) => {
  const file = join(t.testdir({ 'a.yaml': '' }), 'a.yaml')
  const keys = fc.constantFrom('pathMappings', 'plugins', 'library', 'match', 'metadata', 'port', 'host', '__proto__', 'constructor', 'logTitles')
  await fc.assert(fc.asyncProperty(fc.dictionary(keys, fc.jsonValue()), async (value) => {
    writeFileSync(file, JSON.stringify(value))
    try {
      await readConfig({ ...minimal, CONFIG_FILE: file })
    } catch (error) {
      if ((error as { code?: string }).code !== 'S2P_CONFIG_INVALID') throw error
    }
    if (({} as Record<string, unknown>).port !== undefined) throw new Error('the prototype was changed')
  }), { numRuns: 150 })
})
