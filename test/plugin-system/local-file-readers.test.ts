import { test } from 'tap'
import { CallRecord } from '../../core/plugin-system/call-record.js'
import { LocalFileReaders } from '../../core/plugin-system/local-file-readers.js'
import type { Registered } from '../../core/plugin-system/registered.js'
import type { FileReader } from '../../shared/plugin-api/index.js'
import { keepingLog } from './silent-log.js'

const file = { oshash: '0123456789abcdef', size: 5 }

function reader(plugin: string, fingerprint: FileReader['fingerprint']): Registered<'fileReader'> {
  return { kind: 'fileReader', plugin, name: plugin, order: 50, capability: { fingerprint }, calls: new CallRecord() }
}
const over = (...readers: Registered<'fileReader'>[]) => new LocalFileReaders({ readers: () => readers, log: keepingLog() })

test('knows nothing without a plugin that reads', async (t) => {
  const files = over()
  t.equal(files.readable, false)
  t.equal(await files.fingerprint('/a'), 'unknown')
})

test('the first that knows answers', async (t) => {
  const asked: string[] = []
  const files = over(
    reader('shy', () => 'unknown'), reader('broken', () => { throw new Error('EIO') }), reader('rubbish', () => ({ size: 5 }) as never),
    reader('knows', (path) => { asked.push(path); return { ...file, oshash: '0123456789ABCDEF' } }), reader('late', () => 'absent'),
  )
  t.equal(files.readable, true)
  t.strictSame(await files.fingerprint('/a'), file)
  t.strictSame(asked, ['/a'])
})

test('a failure is counted and told, and nothing is known', async (t) => {
  const broken = reader('broken', () => Promise.reject(new Error('EIO')))
  t.equal(await over(broken).fingerprint('/a'), 'unknown')
  t.match(broken.calls.figures(), { calls: 1, failures: 1, lastError: { message: /broken.*EIO/ } })
})

test('one reading serves all who ask at once', async (t) => {
  let asked = 0
  let finish = (): void => undefined
  const files = over(reader('slow', () => new Promise((resolve) => { asked += 1; finish = () => { resolve(file) } })))
  const gone = new AbortController()
  const [first, second] = [files.fingerprint('/a', gone.signal), files.fingerprint('/a')]
  gone.abort()
  t.equal(await first, 'unknown', 'who gives up gets no answer')
  finish()
  t.strictSame(await second, file, 'the others do')
  t.equal(asked, 1)
  t.equal(await files.fingerprint('/a', AbortSignal.abort()), 'unknown')
  t.equal(asked, 1, 'and nothing is read for those who are gone already')
})
