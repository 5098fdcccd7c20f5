import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const top = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')

t.test('no time limit is put where it may be collected before it fires', (t) => {
  const files = ['core', 'plugins', 'shared'].flatMap((folder) => readdirSync(join(top, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(top, folder, name)))
  const sources = files.filter((file) => file.endsWith('.ts'))
  t.ok(sources.length > 100)
  for (const file of sources) {
    const text = readFileSync(file, 'utf8')
    t.notOk(text.includes('AbortSignal.any(') && text.includes('AbortSignal.timeout('), `${file} would better use shared/deadline`)
  }
  t.end()
})
