import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import { compressTexts, GoodCopies } from '../../core/metadata/good-copies.js'
import type { GoodCopiesOptions } from '../../core/metadata/good-copies.js'
import { goodCopiesTable } from '../../core/metadata/good-copies-table.js'
import type { Database } from '../../core/store/database.js'
import { openDatabase } from '../../core/store/open-database.js'
import { memoryLog, sampleScene } from './sample-scene.js'

function open(file: string): Database {
  return openDatabase(file, { migrations: [goodCopiesTable], access: 'write', busyTimeoutMs: 0 })
}

function copiesIn(t: Test, changes: Partial<GoodCopiesOptions> = {}) {
  const file = join(t.testdir(), 'state.db')
  const database = open(file)
  const { log, lines } = memoryLog()
  t.teardown(() => database.close())
  return { file, database, lines, copies: new GoodCopies({ database, log, writeAfterMs: 60_000, ...changes }) }
}

function rows(database: Database): { scene_id: string, created_at: number }[] {
  return database.prepare<[], { scene_id: string, created_at: number }>('SELECT scene_id, created_at FROM good_copies ORDER BY scene_id').all()
}

t.test('finds a copy before and after writing', async (t) => {
  const { copies, database } = copiesIn(t)
  const scene = sampleScene()
  copies.keep(scene)
  t.strictSame(copies.find('12')?.scene, scene)
  t.equal(rows(database).length, 0, 'nothing is written in the middle of a request')
  await copies.flush()
  t.strictSame(rows(database).map((row) => ({ ...row })), [{ scene_id: '12', created_at: 1_709_283_600 }])
  t.strictSame(copies.find('12')?.scene, JSON.parse(JSON.stringify(scene)))
  t.equal(copies.find('13'), undefined)
})

t.test('outlives a restart', async (t) => {
  const { copies, database, file } = copiesIn(t)
  copies.keep(sampleScene({ title: 'kept' }))
  await copies.close()
  database.close()
  const again = open(file)
  t.teardown(() => again.close())
  t.equal(new GoodCopies({ database: again, log: memoryLog().log }).find('12')?.scene.title, 'kept')
})

t.test('forgets a copy everywhere', async (t) => {
  const { copies, database } = copiesIn(t)
  copies.keep(sampleScene())
  await copies.flush()
  copies.forget('12')
  t.equal(copies.find('12'), undefined)
  await copies.flush()
  t.equal(rows(database).length, 0)
  copies.keep(sampleScene())
  t.ok(copies.find('12'), 'a scene that came back is kept again')
})

t.test('keeps what a busy database refused', async (t) => {
  const { copies, database, file, lines } = copiesIn(t)
  const other = open(file)
  t.teardown(() => other.close())
  other.exec('BEGIN IMMEDIATE')
  copies.keep(sampleScene())
  await copies.flush()
  t.ok(copies.find('12'))
  t.strictSame(lines, [], 'being busy is no news')
  other.exec('COMMIT')
  await copies.flush()
  t.equal(rows(database).length, 1)
})

t.test('says when it cannot write at all', async (t) => {
  const { copies, database, lines } = copiesIn(t)
  database.exec('DROP TABLE good_copies')
  copies.keep(sampleScene())
  await copies.flush()
  t.ok(copies.find('12'), 'the copy stays in memory')
  t.equal(copies.find('13'), undefined)
  t.ok(lines.every(({ level }) => level === 'warn') && lines.length >= 1)
})

t.test('drops the oldest beyond its limit', async (t) => {
  const { copies, database } = copiesIn(t, { maxRows: 3 })
  for (let id = 1; id <= 5; id++) {
    copies.keep(sampleScene({ id: String(id) }))
    await sleep(2)
  }
  await copies.flush()
  t.strictSame(rows(database).map(({ scene_id: id }) => id), ['3', '4', '5'])
})

t.test('writes many copies in small steps', async (t) => {
  const { copies, database } = copiesIn(t)
  for (let id = 100; id < 320; id++) copies.keep(sampleScene({ id: String(id) }))
  await copies.flush()
  t.equal(rows(database).length, 220)
})

t.test('drops the oldest after a restart, too', async (t) => {
  const { copies, database } = copiesIn(t)
  for (let id = 0; id < 1010; id++) copies.keep(sampleScene({ id: String(id) }))
  await copies.close()
  t.equal(rows(database).length, 1010)
  const again = new GoodCopies({ database, log: memoryLog().log, maxRows: 1000 })
  again.keep(sampleScene({ id: '2000' }))
  await again.close()
  t.equal(rows(database).length, 1000)
})

t.test('takes a spoilt copy for none', async (t) => {
  const { copies, database, lines } = copiesIn(t)
  copies.keep(sampleScene())
  await copies.flush()
  database.exec("UPDATE good_copies SET body = x'00ff'")
  t.equal(copies.find('12'), undefined)
  t.equal(lines.length, 1)
})

t.test('writes by itself after a while', async (t) => {
  const { copies, database } = copiesIn(t, { writeAfterMs: 5 })
  copies.keep(sampleScene())
  for (let tries = 0; rows(database).length === 0 && tries < 200; tries++) await sleep(10)
  t.equal(rows(database).length, 1)
})

t.test('makes copies small elsewhere, and here when that fails', async (t) => {
  let fails = false
  const texts: string[] = []
  const { copies, database } = copiesIn(t, { compress: async (some) => {
    if (fails) throw new Error('the thread is gone')
    texts.push(...some)
    return compressTexts(some).map((body) => new Uint8Array(body))
  } })
  copies.keep(sampleScene({ id: '1', title: 'elsewhere' }))
  copies.forget('3')
  await copies.flush()
  fails = true
  copies.keep(sampleScene({ id: '2', title: 'here' }))
  await copies.flush()
  t.equal(texts.length, 1)
  t.strictSame(rows(database).map((row) => row.scene_id), ['1', '2'])
  t.strictSame(['1', '2'].map((id) => copies.find(id)?.scene.title), ['elsewhere', 'here'])
})
