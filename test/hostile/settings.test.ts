import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { stringify } from 'yaml'
import { hostileText, hostileValue } from '../../bench/hostile/values.js'
import { keyFromFile } from '../../core/access/key-file.js'
import { readConfigFile } from '../../core/config/config-file.js'
import { readConfig } from '../../core/config/read-config.js'
import { settingsSchema } from '../../core/config/schema.js'
import { CodedError } from '../../core/errors.js'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stash2plex-hostile-')))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'stash2plex.yaml')

async function outcome(text: string | Buffer, env: Record<string, string> = {}): Promise<string> {
  writeFileSync(file, text)
  try {
    await readConfig({ STASH_URL: 'http://stash:9999', CONFIG_FILE: file, ...env })
    return 'read'
  } catch (error) {
    return error instanceof CodedError && error.code === 'S2P_CONFIG_INVALID' ? error.message : `uncoded: ${error instanceof Error ? error.stack ?? '' : String(error)}`
  }
}

function isClean(): boolean {
  return ({} as { polluted?: unknown }).polluted === undefined && !Object.hasOwn(Object.prototype, 'polluted')
}

const laughs = ['a: &a [x,x,x,x,x,x,x,x,x]', ...Array.from('bcdefghi').map((name, at) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[at] ?? ''}`).join(',')}]`)].join('\n')

t.test('YAML that grows, nests or turns in circles is refused', async (t) => {
  const bombs: Record<string, [string, RegExp]> = {
    'a billion laughs': [laughs, /[Ee]xcessive alias count/], 'brackets without end': [`a: ${'['.repeat(20_000)}`, /call stack/], 'maps without end': [Array.from({ length: 1300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), /call stack/],
    'a list in itself': ['plugins: &a [*a]', /leads back/], 'a rule in itself': ['pathMappings:\n  - &a { name: x, plex: *a }', /leads back/], 'a setting in itself': ['stashUrl: &a { b: *a }', /leads back/],
    'more than a megabyte': [`# ${'x'.repeat(1_100_000)}`, /EFBIG/], 'ten thousand anchors in two megabytes': [Array.from({ length: 10_000 }, (_, at) => `${'k'.repeat(200)}${at}: &a${at} 1`).join('\n'), /EFBIG/],
  }
  for (const [name, [text, words]] of Object.entries(bombs)) t.match(await outcome(text), words, name)
})

t.test('names that every object has are unknown settings', async (t) => {
  for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
    for (const text of [`${name}: { polluted: 1 }`, `match: { ${name}: { polluted: 1 } }`, `gaps: { ${name}: [1] }`, `pathMappings: [{ ${name}: { polluted: 1 } }]`, `"<<": { ${name}: { polluted: 1 } }`]) {
      t.match(await outcome(text), /^The configuration has/, text)
    }
    t.ok(isClean())
  }
  t.equal(await outcome('plugins: [{ constructor: { polluted: 1 } }, { filename: { __proto__: { polluted: 1 }, constructor: 1 } }]'), 'read', 'options are the plugin\'s to check')
  t.ok(isClean())
})

t.test('no YAML breaks the reading of settings', async (t) => {
  const name = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...Object.keys(settingsSchema.properties)) }, { weight: 1, arbitrary: hostileText })
  const settings = fc.array(fc.tuple(name, hostileValue), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs))
  const written = settings.map((values) => {
    try {
      return stringify(values)
    } catch {
      return JSON.stringify(values)
    }
  })
  const spoilt = fc.tuple(written, fc.nat(), hostileText).map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice(at % (text.length + 1)))
  await fc.assert(fc.asyncProperty(fc.oneof(written, spoilt, hostileText), async (text) => {
    const said = await outcome(text)
    if (said.startsWith('uncoded') || !isClean()) throw new Error(said)
  }), { numRuns: 250, seed: 5 })
  t.pass('250 files')
})

t.test('no value of a secret is shown when it does not fit', async (t) => {
  for (const text of ['stashApiKey: [s3cr3t-value]', 'stashApiKey: "s3cr3t-value with spaces"', 'plexToken: { a: s3cr3t-value }', 'providerToken: "s3cr3t-value/"', 'apiKey: { s3cr3t-value: 1 }']) {
    const said = await outcome(text)
    t.match(said, /^The configuration has/)
    t.notMatch(said, /s3cr3t/, text)
  }
})

t.test('files that never end are given up', { skip: !existsSync('/dev/zero') }, async (t) => {
  t.match(readConfigFile('/dev/zero', { required: true }).faults[0], /cannot be read \(EFBIG\)/)
  t.match(await outcome('', { STASH_API_KEY_FILE: '/dev/zero' }), /STASH_API_KEY_FILE: the file \/dev\/zero cannot be read \(EFBIG\)/)
  t.match(await outcome('', { STASH_API_KEY_FILE: folder }), /EISDIR/)
  t.match(await outcome('', { STASH_API_KEY_FILE: '/dev/null' }), /is empty/)
})

t.test('links to settings and secrets are followed, as containers make them', async (t) => {
  writeFileSync(join(folder, 'real-secret'), 'abc-def\n')
  writeFileSync(file, 'logLevel: warn')
  symlinkSync(join(folder, 'real-secret'), join(folder, 'secret'))
  symlinkSync(file, join(folder, 'linked.yaml'))
  symlinkSync(join(folder, 'loop'), join(folder, 'loop'))
  const { config } = await readConfig({ STASH_URL: 'http://stash:9999', CONFIG_FILE: join(folder, 'linked.yaml'), STASH_API_KEY_FILE: join(folder, 'secret') })
  t.match(config, { logLevel: 'warn', stash: { apiKey: 'abc-def' } })
  t.match(await outcome('', { CONFIG_FILE: join(folder, 'loop') }), /ELOOP/)
  t.match(await outcome('', { API_KEY_FILE: join(folder, 'loop') }), /ELOOP/)
})

t.test('a key is made in the data folder, wherever a link leads', async (t) => {
  const data = mkdtempSync(join(folder, 'data-'))
  const elsewhere = join(folder, 'elsewhere')
  symlinkSync(elsewhere, join(data, 'api-key'))
  const { key } = keyFromFile(data, 'api-key')
  t.match(key, /^[0-9a-f]{64}$/)
  t.notOk(existsSync(elsewhere), 'nothing is made where the link leads')
  t.equal(readFileSync(join(data, 'api-key'), 'utf8').trim(), key)
  t.equal(keyFromFile(data, 'api-key').key, key)
  writeFileSync(join(data, 'other-key'), '')
  t.match(keyFromFile(data, 'other-key').key, /^[0-9a-f]{64}$/, 'an empty file, as a crash may leave it, is written anew')
})
