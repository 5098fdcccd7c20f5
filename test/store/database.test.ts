import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { Database } from '../../core/store/database.js'
import { isBusy } from '../../core/store/faults.js'
import { writePatiently } from '../../core/store/patient-write.js'

function twoConnections(t: Test): readonly [Database, Database] {
  const file = join(t.testdir(), 'some.db')
  const pair = [new Database(file), new Database(file)] as const
  for (const one of pair) one.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 0')
  pair[0].exec('CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT')
  t.teardown(() => { for (const one of pair) one.close() })
  return pair
}

const texts = (database: Database) => database.prepare<[], { text: string }>('SELECT text FROM notes ORDER BY id').all().map(({ text }) => text)

t.test('a look-up that found the lock taken starts anew', async (t) => {
  const [other, mine] = twoConnections(t)
  const insert = mine.prepare<[string], { id: number }>('INSERT INTO notes (text) VALUES (?) RETURNING id')
  const find = mine.prepare<[number], { text: string }>('SELECT text FROM notes WHERE id = ?')
  t.equal(find.get(1), undefined)
  other.exec('BEGIN IMMEDIATE')
  t.throws(() => insert.get('first'), { code: /^SQLITE_BUSY/ })
  other.exec('COMMIT')
  t.match(insert.get('second'), { id: 1 })
  t.strictSame(texts(mine), ['second'], 'with its own values')
  t.equal(find.get(1)?.text, 'second')
})

t.test('a write that found the lock taken leaves nothing behind', async (t) => {
  const [other, mine] = twoConnections(t)
  const insert = mine.prepare<[string]>('INSERT INTO notes (text) VALUES (?)')
  other.exec('BEGIN IMMEDIATE')
  t.throws(() => insert.run('first'), { code: /^SQLITE_BUSY/ })
  t.throws(() => mine.transaction(() => insert.run('second')), { code: /^SQLITE_BUSY/ })
  other.exec('COMMIT')
  insert.run('third')
  mine.transaction(() => insert.run('fourth'))
  t.strictSame(texts(mine), ['third', 'fourth'])
})

t.test('waits for a lock, and can commit afterwards', async (t) => {
  const [other, mine] = twoConnections(t)
  const insert = mine.prepare<[string]>('INSERT INTO notes (text) VALUES (?)')
  other.exec('BEGIN IMMEDIATE')
  setTimeout(() => { other.exec('COMMIT') }, 50)
  await writePatiently(mine, () => insert.run('one'))
  await writePatiently(mine, () => insert.run('two'))
  t.strictSame(texts(other), ['one', 'two'])
})

t.test('gives up a lock that stays, with nothing written', async (t) => {
  const [other, mine] = twoConnections(t)
  other.exec('BEGIN IMMEDIATE')
  const given = await writePatiently(mine, () => mine.exec('INSERT INTO notes (text) VALUES (1)'), { tries: 3 }).catch((error: unknown) => error)
  t.ok(isBusy(given))
  other.exec('COMMIT')
  t.strictSame(texts(mine), [])
})
