import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { catalogWork } from '../../core/catalog/catalog-work.js'
import { CatalogReader } from '../../core/catalog/catalog-reader.js'
import { FirstSync } from '../../core/catalog/first-sync.js'
import { catalogMigrations } from '../../core/catalog/schema.js'
import { Lane } from '../../core/jobs/lane.js'
import { openDatabase } from '../../core/store/open-database.js'
import { FakeStash } from './support/fake-stash.js'
import { listeningLog, openCatalog, sceneOf } from './support/sample.js'

const never = new AbortController().signal
const quiet = { signal: never, onProgress: () => undefined }

t.test('reads the whole of Stash by pages', async (t) => {
  const stash = FakeStash.ofSize(2500)
  const { reader, writer } = openCatalog(t)
  const progress: number[] = []
  await new FirstSync({ stash, writer, log: listeningLog(), now: () => 42 }).run({ signal: never, onProgress: ({ scenes, of }) => progress.push(scenes / of) })
  t.strictSame(stash.asked('indexPage'), [0, 1000, 2000])
  t.strictSame(progress, [0.4, 0.8, 1])
  t.match(reader.state(), { phase: 'complete', scenes: 2500, files: 2500, syncedAt: 42 })
})

t.test('takes an empty Stash for complete', async (t) => {
  const { reader, writer } = openCatalog(t)
  await new FirstSync({ stash: new FakeStash(), writer, log: listeningLog() }).run(quiet)
  t.match(reader.state(), { phase: 'complete', percent: 100, scenes: 0 })
})

t.test('takes scenes without files and files of many', async (t) => {
  const { reader, writer } = openCatalog(t)
  const paths = Array.from({ length: 60 }, (_, index) => `/d/${index}.mp4`)
  await new FirstSync({ stash: new FakeStash([sceneOf(1, []), sceneOf(2, paths)]), writer, log: listeningLog() }).run(quiet)
  t.strictSame(reader.filesOf('1'), [])
  t.strictSame(reader.filesOf('2').map((file) => file.path), paths.slice(0, 50))
})

t.test('goes on after Stash was away', async (t) => {
  const stash = FakeStash.ofSize(3000)
  const { reader, writer } = openCatalog(t)
  const sync = new FirstSync({ stash, writer, log: listeningLog() })
  const leave = () => { stash.away = true }
  await t.rejects(sync.run({ signal: never, onProgress: leave }), { code: 'S2P_STASH_UNREACHABLE' })
  t.equal(reader.state().phase, 'filling')
  stash.away = false
  stash.calls.length = 0
  await sync.run(quiet)
  t.ok(Number(stash.asked('indexPage')[0]) >= 999, 'no page is read twice')
  t.match(reader.state(), { phase: 'complete', scenes: 3000 })
})

t.test('stops between pages when told to', async (t) => {
  const { reader, writer } = openCatalog(t)
  const stop = new AbortController()
  const sync = new FirstSync({ stash: FakeStash.ofSize(5000), writer, log: listeningLog() })
  await t.rejects(sync.run({ signal: stop.signal, onProgress: () => stop.abort() }), { name: 'AbortError' })
  t.match(reader.state(), { phase: 'filling', scenes: 1000, percent: 20 })
})

t.test('starts anew when Stash was replaced meanwhile', async (t) => {
  const { reader, writer } = openCatalog(t, [sceneOf(1, ['/old/1.mp4'])])
  writer.putPage([sceneOf(5, ['/old/5.mp4'])], 5)
  const log = listeningLog()
  const stash = new FakeStash([sceneOf(5, ['/new/5.mp4'], { createdAt: '2001-01-01T00:00:00Z' })])
  await new FirstSync({ stash, writer, log }).run(quiet)
  t.match(reader.state(), { phase: 'complete', scenes: 1 })
  t.strictSame(reader.byBasename('1.mp4').files, [])
  t.match(log.lines, [{ level: 'warn', message: /starts anew/ }])
})

t.test('survives kill -9 and goes on', async (t) => {
  const { file, reader, writer } = openCatalog(t)
  const script = fileURLToPath(new URL('./support/syncing-process.js', import.meta.url))
  const child = spawn(process.execPath, [script, file, '8000'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => { child.once('exit', resolve) })
  for await (const line of createInterface({ input: child.stdout })) {
    if (Number(line) >= 3000) child.kill('SIGKILL')
  }
  await ended
  const { scenes, phase } = reader.state()
  t.equal(phase, 'filling')
  t.ok(scenes >= 3000 && scenes < 8000, `killed at ${scenes}`)
  const counts = openDatabase(file, { migrations: catalogMigrations, access: 'read', busyTimeoutMs: 0 })
    .prepare<[], { scenes: number, files: number }>('SELECT (SELECT count(*) FROM scenes) AS scenes, (SELECT count(*) FROM files) AS files').get()
  t.strictSame(counts, { scenes, files: scenes }, 'what is counted is there')

  const stash = FakeStash.ofSize(8000)
  await new FirstSync({ stash, writer, log: listeningLog() }).run(quiet)
  t.strictSame(stash.asked('indexPage')[0], scenes - 1)
  t.match(reader.state(), { phase: 'complete', scenes: 8000, files: 8000 })
  t.equal(reader.byBasename('file 7654.mp4').files.length, 1)
})

t.test('is readable while a worker writes', async (t) => {
  const { file, writer } = openCatalog(t)
  writer.close()
  const reader = new CatalogReader({ file })
  const lane = new Lane({ name: 'sync', filename: new URL('./support/fake-worker.js', import.meta.url), workerData: { file, count: 6000 }, log: listeningLog() })
  t.teardown(() => reader.close())
  const work = catalogWork(lane)
  const seen: number[] = []
  const missing: number[] = []
  await work.firstSync({
    signal: never,
    onProgress: ({ scenes }) => {
      seen.push(scenes)
      if (reader.byBasename(`file ${scenes}.mp4`).files.length !== 1) missing.push(scenes)
    },
  })
  t.strictSame(seen, [1000, 2000, 3000, 4000, 5000, 6000])
  t.strictSame(missing, [], 'each page is there when it is reported')
  t.equal(reader.complete, true)
  await lane.run('addScene', { id: 7000, path: '/new/one.mp4' })
  t.equal(await work.catchUp([]), 'caught-up')
  t.equal(reader.byPath('/new/one.mp4').files.length, 1)
  await lane.close('closeThread')
})
