import t from 'tap'
import { WriteBehind } from '../../core/store/write-behind.js'

function fails(code: string): () => never {
  return () => { throw Object.assign(new Error('disk I/O error'), { code }) }
}

t.test('tells of a full disk once, and of its end', async (t) => {
  const lines: string[] = []
  const note = (level: string) => (...[fields, message]: [unknown, unknown?]) => { lines.push(`${level}: ${String(message ?? fields)}`) }
  const writes = new WriteBehind({ log: { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') }, file: '/data/state.db', what: 'Notes' })
  t.equal(writes.attempt(() => undefined), true)
  t.equal(writes.attempt(fails('SQLITE_BUSY')), false)
  t.strictSame(lines, [], 'a busy database is not worth a word')
  for (const code of ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_FULL']) t.equal(writes.attempt(fails(code)), false)
  t.match(lines, [/^warn: Notes cannot be written.*\/data\/state\.db.*free space/, /^debug: /, /^debug: /])
  t.equal(writes.attempt(() => undefined), true)
  t.equal(lines.at(-1), 'info: Notes can be written again.')
})
