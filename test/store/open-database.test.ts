import { closeSync, existsSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { refuseNetworkFolder } from '../../core/store/network-folder.js'
import { openDatabase } from '../../core/store/open-database.js'
import type { OpenOptions } from '../../core/store/open-database.js'
import { listeningLog } from '../catalog/support/sample.js'

const migrations = ['CREATE TABLE one (a INTEGER)', 'CREATE TABLE two (b TEXT)']
const write: OpenOptions = { migrations, access: 'write', busyTimeoutMs: 0 }
const fileIn = (t: Test) => join(t.testdir(), 'some.db')

t.test('migrates step by step and only once', async (t) => {
  const file = fileIn(t)
  const first = openDatabase(file, { ...write, migrations: migrations.slice(0, 1) })
  first.exec('INSERT INTO one VALUES (7)')
  first.close()
  const calls: string[] = []
  const third = () => { calls.push('third') }
  for (let start = 0; start < 2; start += 1) openDatabase(file, { ...write, migrations: [...migrations, third] }).close()
  const database = openDatabase(file, { ...write, migrations: [...migrations, third] })
  t.strictSame(calls, ['third'])
  t.equal(database.pragma('user_version'), 3)
  t.equal(database.pragma('journal_mode'), 'wal')
  t.strictSame(database.prepare('SELECT a FROM one').all(), [{ a: 7 }])
  t.strictSame(database.prepare('SELECT a FROM one').get(), { a: 7 }, 'a row has its columns and nothing else')
  database.close()
})

t.test('leaves the file as it was when a migration fails', async (t) => {
  const file = fileIn(t)
  openDatabase(file, { ...write, migrations: [] }).close()
  t.throws(() => openDatabase(file, { ...write, migrations: ['CREATE TABLE one (a)', 'no SQL'] }))
  const database = openDatabase(file, { ...write, migrations: [] })
  t.strictSame(database.prepare('SELECT name FROM sqlite_master').all(), [])
  database.close()
})

t.test('refuses a newer version and says which', async (t) => {
  const file = fileIn(t)
  openDatabase(file, write).close()
  for (const access of ['write', 'read'] as const) {
    const older: OpenOptions = { ...write, access, migrations: migrations.slice(0, 1), whenCorrupt: 'rebuild' }
    t.throws(() => openDatabase(file, older), { code: 'S2P_STORE_NEWER', message: /some\.db.*version 2.*up to 1/ })
  }
  openDatabase(file, write).close()
})

t.test('sets a damaged copy aside and begins anew', async (t) => {
  for (const damage of ['this is no database at all'.repeat(100), `SQLite format 3\0${'x'.repeat(8192)}`]) {
    const file = fileIn(t)
    writeFileSync(file, damage)
    t.throws(() => openDatabase(file, write), { code: 'S2P_STORE_CORRUPT', message: /some\.db/ })
    const log = listeningLog()
    const database = openDatabase(file, { ...write, whenCorrupt: 'rebuild', log })
    t.equal(database.pragma('user_version'), 2)
    t.match(readdirSync(join(file, '..')).find((name) => name.includes('.corrupt-')), /^some\.db\.corrupt-2[0-9TZ-]+$/)
    t.match(log.lines, [{ level: 'error', message: /damaged.*set aside/ }])
    database.close()
  }
})

t.test('finds damage inside a file when told to check', async (t) => {
  const file = fileIn(t)
  const database = openDatabase(file, write)
  database.transaction(() => {
    const insert = database.prepare<[string]>('INSERT INTO two VALUES (?)')
    for (let row = 0; row < 2000; row += 1) insert.run(`row ${row}`)
  })
  database.checkpoint()
  database.close()
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(4096, 0xff), 0, 4096, 3 * 4096)
  closeSync(handle)
  t.throws(() => openDatabase(file, { ...write, check: true }), { code: 'S2P_STORE_CORRUPT' })
  openDatabase(file, { ...write, check: true, whenCorrupt: 'rebuild' }).close()
})

t.test('says what cannot be opened', async (t) => {
  const folder = t.testdir({ file: 'x' })
  t.throws(() => openDatabase(join(folder, 'file', 'a.db'), write), { code: 'S2P_STORE_UNWRITABLE' })
  t.throws(() => openDatabase(join(folder, 'none', 'a.db'), write), { code: 'S2P_STORE_UNWRITABLE' })
  t.throws(() => openDatabase(join(folder, 'a.db'), { ...write, access: 'read' }), { code: 'S2P_STORE_MISSING' })
  t.notOk(existsSync(join(folder, 'a.db')), 'reading makes no file')
})

t.test('a reader cannot write but sees commits', async (t) => {
  const file = fileIn(t)
  const writer = openDatabase(file, write)
  const reader = openDatabase(file, { ...write, access: 'read' })
  const count = reader.prepare<[], { n: number }>('SELECT count(*) AS n FROM one')
  t.throws(() => reader.exec('INSERT INTO one VALUES (1)'), { code: 'SQLITE_READONLY' })
  writer.transaction(() => writer.exec('INSERT INTO one VALUES (1)'))
  t.strictSame(count.get(), { n: 1 })
  t.throws(() => writer.transaction(() => {
    writer.exec('INSERT INTO one VALUES (2)')
    throw new Error('changed my mind')
  }), { message: 'changed my mind' })
  t.strictSame(count.get(), { n: 1 })
  writer.checkpoint()
  writer.close()
  reader.close()
})

t.test('refuses network shares by their type', { skip: process.platform !== 'linux' }, async (t) => {
  for (const type of [0x6969, 0xff534d42, -0xacb2be, 0xfe534d42, 0x517b, 0x01021997]) {
    t.throws(() => refuseNetworkFolder('/data', () => ({ type })), { code: 'S2P_STORE_NETWORK_FOLDER', message: /\/data/ })
  }
  for (const type of [0xef53, 0x65735546, 0x01021994]) t.doesNotThrow(() => refuseNetworkFolder('/data', () => ({ type })))
  t.doesNotThrow(() => refuseNetworkFolder(t.testdir()))
})
