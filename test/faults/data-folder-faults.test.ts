import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import type { Test } from 'tap'
import { entry } from '../end-to-end/harness.js'
import { answeredWithin, FaultStage, keyOf, wholeWithin, within } from './stage.js'

const names = ['state.db', 'catalog.db', 'plex.db']
const noise = Buffer.alloc(64 * 1024, 'no database at all ')

/** Writes noise over a part of the file. */
function damage(file: string, from: number, bytes: number): void {
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, noise, 0, bytes, from)
  closeSync(descriptor)
}

const wounds: readonly (readonly [string, (file: string) => void])[] = [
  ['the heads', (file) => { damage(file, 0, 100) }],
  ['the pages', (file) => { damage(file, 4096, Math.max(4096, Math.min(noise.length, statSync(file).size - 4096))) }],
]

t.test('damaged databases are set aside and made anew', async (t) => {
  const stage = await FaultStage.set(t, { scenes: 60 })
  const { world } = stage
  for (const [part, wound] of wounds) {
    await t.test(`${part} are noise`, async (t) => {
      await world.provider.stop()
      t.equal(world.provider.ended, 'exit 0')
      for (const name of names) {
        t.equal(statSync(join(world.dataDir, `${name}-wal`), { throwIfNoEntry: false })?.size ?? 0, 0, `${name} alone is whole`)
        wound(join(world.dataDir, name))
      }
      const from = world.lines.length
      await world.startReady()
      for (const name of names) {
        const told = await world.said(new RegExp(`The database .*${name} is damaged. It was set aside as .*${name}.corrupt-.* and is built anew`), 20, from)
        t.equal(told.level, 'error')
        t.ok(readdirSync(world.dataDir).includes(String(told['setAside']).split('/').at(-1) ?? ''), `${name} is still there`)
      }
      const [file] = stage.known(1)
      await stage.until('a known file to match', async () => keyOf(await stage.match(file?.filename ?? '')) === file?.key)
      t.equal((await stage.describe(file?.key ?? '')).status, 200)
    })
  }
})

/** Bytes of a file beyond which the running process cannot write any more: for it, the disk is full. */
function limitFiles(pid: number, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`])
}

const hasPrlimit = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0

t.test('the disk is full', { skip: hasPrlimit ? false : 'needs prlimit of util-linux' }, async (t) => {
  const preload = pathToFileURL(resolve('test/fixtures/outlives-file-limit.mjs')).href
  const stage = await FaultStage.set(t, { scenes: 60, env: { NODE_OPTIONS: `--import ${preload}` } })
  const { world } = stage
  const admin = { 'x-api-key': world.keys.apiKey }
  await world.match('nobody/knows.mp4')
  const gap = await gapOf(stage)
  const pid = world.provider.pid ?? 0
  limitFiles(pid, 4096)
  // What Plex lists anew cannot be written down either, and leaves open in which of its folders a file lies.
  const newFile = stage.newScene()
  const [matched, described] = [stage.known(3), stage.known(3)]
  const [matches, metadata, fresh] = await Promise.all([
    Promise.all(matched.map(({ filename }) => stage.match(filename))), Promise.all(described.map(({ key }) => stage.describe(key))), stage.match(newFile),
  ])
  t.strictSame(matches.map(keyOf), matched.map(({ key }) => key), 'known files match')
  t.ok(metadata.every(({ status }) => status === 200), 'scenes are described')
  t.equal(fresh.status, 503, 'a new scene cannot be taken in, so its file is to come again')
  t.equal(fresh.json.error.code, 'S2P_CANNOT_KNOW_YET')
  for (const { ms } of [...matches, ...metadata, fresh]) t.ok(within(ms, answeredWithin), `answered after ${Math.round(ms)} ms`)
  const ignored = await world.ask(`/gaps/${gap}/ignore`, { method: 'POST', headers: admin })
  t.match([ignored.status, ignored.json], [500, { error: { code: 'S2P_STORE_FAILED', message: /free space/ } }])
  t.match((await world.said(/cannot be written; they are kept in memory/)).msg, /state\.db could not be read or written/)
  t.equal((await world.ask('/health/live')).status, 200)

  limitFiles(pid, 'unlimited')
  stage.listInPlex(newFile)
  const whole = await stage.until('the new file to match', async () => keyOf(await stage.match(newFile)) !== undefined)
  t.ok(within(whole, wholeWithin), `whole again after ${Math.round(whole)} ms`)
  await world.said(/can be written again/)
  t.equal((await world.ask(`/gaps/${gap}/ignore`, { method: 'POST', headers: admin })).status, 200)
  t.ok(world.log.filter(({ msg }) => /cannot be written/.test(msg)).length < 10, 'told of, not complained of')
})

/** The id of a gap that a match has left. */
async function gapOf(stage: FaultStage): Promise<string> {
  const { world } = stage
  let id = ''
  await stage.until('a gap', async () => {
    const { json } = await world.ask('/gaps', { headers: { 'x-api-key': world.keys.apiKey } })
    id = json.items?.[0]?.id ?? json.gaps?.[0]?.id ?? ''
    return id !== ''
  })
  return id
}

const nobody = 65_534

t.test('a data folder that may only be read ends the start', { skip: process.platform === 'win32' ? 'no such permissions' : false }, async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'stash2plex-test-'))
  const isRoot = process.getuid?.() === 0
  // Root may write everywhere, so the process runs as somebody else.
  if (isRoot) chownSync(dataDir, nobody, nobody)
  chmodSync(dataDir, 0o555)
  t.teardown(() => {
    chmodSync(dataDir, 0o755)
    rmSync(dataDir, { recursive: true })
  })
  const end = await endOf(t, dataDir, isRoot ? { uid: nobody, gid: nobody } : {})
  t.equal(end.code, 1)
  t.match(end.err, /^S2P_(DATA_DIR_UNWRITABLE|STORE_UNWRITABLE): .*DATA_DIR.*\n$/)
})

async function endOf(t: Test, dataDir: string, who: { readonly uid?: number, readonly gid?: number }): Promise<{ readonly code: number | null, readonly err: string }> {
  const env = { PATH: process.env['PATH'], STASH_URL: 'http://127.0.0.1:9', HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir }
  const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', 'ignore', 'pipe'], cwd: dataDir, ...who })
  t.teardown(() => child.kill('SIGKILL'))
  let err = ''
  child.stderr.on('data', (chunk: Buffer) => { err += chunk.toString() })
  const [code] = await once(child, 'close') as [number | null]
  return { code, err }
}
