import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { Database } from '../../core/store/database.js'
import { ProviderProcess } from '../../demo/run/provider-process.js'
import { entry, send } from './harness.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'stash2plex-faults-'))
t.teardown(() => rm(folder, { recursive: true, force: true }))
const base = { PATH: process.env['PATH'] ?? '', STASH_URL: 'http://127.0.0.1:9', HOST: '127.0.0.1', DATA_DIR: join(folder, 'data'), PORT: '0' }

interface End { readonly code: number | null, readonly out: string, readonly err: string }

/** Runs until the process ends by itself. */
async function run(command: string, args: readonly string[], env: Record<string, string>): Promise<End> {
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => { said.out += chunk.toString() })
  child.stderr.on('data', (chunk: Buffer) => { said.err += chunk.toString() })
  const limit = setTimeout(() => child.kill('SIGKILL'), 60_000)
  const [code] = await once(child, 'close') as [number | null]
  clearTimeout(limit)
  return { code, ...said }
}

const start = (env: Record<string, string>): Promise<End> => run(process.execPath, [entry], { ...base, ...env })

/** A message that a person reads: no stack, nothing of the source. */
function readable(t: Pick<Tap, 'notMatch'>, { err }: End): void {
  t.notMatch(err, /^\s+at |node_modules|\.js:\d+/m, 'no stack')
}

type Tap = typeof t

t.test('npm start without STASH_URL says what to set', async (t) => {
  const { STASH_URL: _, ...env } = base
  const end = await run('npm', ['start', '--silent'], { ...env, HOME: folder })
  t.equal(end.code, 2)
  t.match(end.err, /^S2P_CONFIG_INVALID: .*\n.*STASH_URL.*is missing.*http/)
  readable(t, end)
})

const rule = (rest: string): string => `pathMappings:\n  - { name: one, ${rest} }\n`
const nas = 'plex: /p, stash: /s'
const settings: readonly (readonly [string, string, RegExp])[] = [
  ['an expression that does not compile', rule("plex: { match: '^/p/(', to: /s/$1 }, stash: { match: '^/s/(.*)$', to: /p/$1 }"), /rule "one".*plex\.match.*does not compile|rule "one".*plex\.match/],
  ['a catastrophic expression', rule("plex: { match: '^/p/((a+)+)+$', to: /s/$1 }, stash: { match: '^/s/(.*)$', to: /p/$1 }"), /rule "one".*plex\.match can take very long/],
  ['a sample that does not round-trip', rule("plex: { match: '^/p/[^/]+/(.*)$', to: /s/$1 }, stash: { match: '^/s/(.*)$', to: /p/x/$1 }, samples: [/p/y/a.mp4]"), /sample "\/p\/y\/a\.mp4" became "\/s\/a\.mp4", and "\/p\/x\/a\.mp4" came back/],
  ['two rules of one name', `${rule(nas)}  - { name: one, plex: /q, stash: /t }\n`, /rule "one": the name is used twice/],
  ['broken YAML', 'pathMappings: [', /stash2plex\.yaml: /],
  ['an unknown key', 'pathMapping: []\n', /pathMapping.*did you mean.*pathMappings/i],
]

const starts = settings.map(async ([, yaml], index) => {
  const file = join(folder, `${index}-stash2plex.yaml`)
  await writeFile(file, yaml)
  return start({ CONFIG_FILE: file })
})

for (const [index, [name, , message]] of settings.entries()) {
  t.test(`${name} ends the start`, async (t) => {
    const end = await starts[index] as End
    t.equal(end.code, 2)
    t.match(end.err, /^S2P_CONFIG_INVALID: The configuration has 1 fault/)
    t.match(end.err, message)
    readable(t, end)
  })
}

t.test('all faults are told at one stroke', async (t) => {
  const file = join(folder, 'many.yaml')
  await writeFile(file, `${rule("plex: { match: '(', to: x }, stash: { match: '^/s/((a+)+)+$', to: /p }")}publicUr: http://x\n`)
  const end = await start({ CONFIG_FILE: file, PORT: 'many', LOG_LEVEL: 'loud' })
  t.equal(end.code, 2)
  for (const words of [/PORT/, /LOG_LEVEL/, /publicUr/, /plex\.match/, /stash\.match/]) t.match(end.err, words)
})

t.test('settings that cannot be read end the start', async (t) => {
  for (const file of [folder, join(folder, 'absent.yaml')]) {
    const end = await start({ CONFIG_FILE: file })
    t.equal(end.code, 2)
    t.match(end.err, /CONFIG_FILE: the file .* cannot be read \((EISDIR|ENOENT)\)/)
    readable(t, end)
  }
})

t.test('a port in use ends the start', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const { port } = other.address() as AddressInfo
  const end = await start({ PORT: String(port) })
  t.equal(end.code, 1)
  t.match(end.err, new RegExp(`^S2P_PORT_IN_USE: Port ${port} on 127\\.0\\.0\\.1 is taken.*Set PORT.*\\n$`))
  readable(t, end)
})

t.test('a data folder that cannot be written ends the start', async (t) => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  const folders = [file, join(file, 'below'), '/proc/stash2plex', '/sys']
  const ends = await Promise.all(folders.map((dataDir) => start({ DATA_DIR: dataDir })))
  for (const [index, end] of ends.entries()) {
    const dataDir = String(folders[index])
    t.equal(end.code, 1, dataDir)
    t.match(end.err, /^S2P_(DATA_DIR_UNWRITABLE|STORE_UNWRITABLE): .*DATA_DIR.*\n$/, dataDir)
    readable(t, end)
  }
})

t.test('a database of a newer version ends the start', async (t) => {
  for (const name of ['state.db', 'catalog.db']) {
    const dataDir = join(folder, `newer-${name}`)
    await mkdir(dataDir)
    const database = new Database(join(dataDir, name))
    database.exec('PRAGMA user_version = 999')
    database.close()
    const end = await start({ DATA_DIR: dataDir })
    t.equal(end.code, 1)
    t.match(end.err, new RegExp(`^S2P_STORE_NEWER: The database .*${name} has version 999.*\\n$`))
    readable(t, end)
  }
})

t.test('plugins that cannot be used are told of, and the server serves', async (t) => {
  const pluginsDir = join(folder, 'plugins')
  await mkdir(pluginsDir)
  await copyFile(join(root, 'test/fixtures/plugins/newer-api.mjs'), join(pluginsDir, 'newer-api.mjs'))
  const file = join(folder, 'plugins.yaml')
  await writeFile(file, 'plugins: [newer-api, nowhere]\n')
  const lines: string[] = []
  const provider = await ProviderProcess.start({ entry, env: { ...base, CONFIG_FILE: file, PLUGINS_DIR: pluginsDir, API_KEY: 'the-key' }, onLine: (line) => lines.push(line) })
  t.teardown(() => provider.stop())
  await provider.ready(() => { throw new Error('serves') }).catch(() => undefined)
  const { json } = await send(`${provider.url}/plugins`, { headers: { 'x-api-key': 'the-key' } })
  const told = Object.fromEntries((json.plugins as { id: string }[]).map((plugin) => [plugin.id, plugin]))
  t.match(told, {
    'newer-api': { status: 'incompatible', reason: /2/, advice: /./ },
    nowhere: { status: 'failed', source: 'missing', reason: /./, advice: /./ },
    'path-mapping': { status: 'active' },
  })
  t.equal((await send(`${provider.url}/`)).status, 200)
  await provider.stop()
  t.equal(provider.ended, 'exit 0')
  t.match(lines.join('\n'), /plugin newer-api: incompatible/)
  t.match(lines.join('\n'), /plugin nowhere: /)
})
