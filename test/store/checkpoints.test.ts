import { copyFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Checkpoints, moveLogs } from '../../core/store/checkpoints.js'
import { Database } from '../../core/store/database.js'
import { openDatabase } from '../../core/store/open-database.js'
import { memoryLog } from '../metadata/sample-scene.js'

const migrations = ['CREATE TABLE notes (text TEXT)']

t.test('moves a log that has grown, and only that', async (t) => {
  const folder = t.testdir()
  const [grown, still] = [join(folder, 'grown.db'), join(folder, 'still.db')]
  const [writer, other] = [grown, still].map((file) => openDatabase(file, { migrations, access: 'write', busyTimeoutMs: 0, checkpointsElsewhere: true }))
  t.teardown(() => {
    writer?.close()
    other?.close()
  })
  const put = writer?.prepare<[string]>('INSERT INTO notes VALUES (?)')
  for (let n = 0; n < 2000; n++) put?.run('x'.repeat(2000))
  const size = statSync(`${grown}-wal`).size
  t.ok(size > 1000 * 4096 * 2, 'the writer leaves its log alone')
  const moved: (readonly string[])[] = []
  const checkpoints = new Checkpoints({ files: [grown, still, join(folder, 'none.db')], run: async (files) => { moved.push(files); moveLogs(files) }, log: memoryLog().log })
  await checkpoints.look()
  t.strictSame(moved, [[grown]])
  copyFileSync(grown, join(folder, 'alone.db'))
  const alone = new Database(join(folder, 'alone.db'))
  t.strictSame(alone.prepare<[], { n: number }>('SELECT count(*) AS n FROM notes').get()?.n, 2000, 'all is in the file itself')
  alone.close()
  put?.run('y')
  t.equal(statSync(`${grown}-wal`).size, size, 'the next commit begins the log anew, and nobody cut it')
})

t.test('tries again after a failure', async (t) => {
  const file = join(t.testdir({ 'a.db-wal': 'x'.repeat(10) }), 'a.db')
  let tries = 0
  const checkpoints = new Checkpoints({ files: [file], smallest: 1, run: async () => { tries++; throw new Error('no thread') }, log: memoryLog().log })
  await checkpoints.look()
  await checkpoints.look()
  t.equal(tries, 2)
})
