import { join } from 'node:path'
import t from 'tap'
import { CatalogReader } from '../../core/catalog/catalog-reader.js'
import { prepareCatalog } from '../../core/catalog/prepare-catalog.js'
import { catalogMigrations } from '../../core/catalog/schema.js'
import { openDatabase } from '../../core/store/open-database.js'
import { listeningLog, openCatalog, sceneOf } from './support/sample.js'

const common = ['the new one', 'the one', 'one of the new', 'new']

t.test('finds a title of nothing but common words among thousands that have them', async (t) => {
  const many = Array.from({ length: 8500 }, (_, n) => sceneOf(n + 2, [], { title: `${common[n % common.length]} the new one of ${n}` }))
  const { reader } = openCatalog(t, [sceneOf(1, [], { title: 'The New One' }), ...many])
  const found = reader.byTitle('the new one', 30)
  t.equal(found[0]?.id, '1', 'the title itself comes first, although it is the oldest')
  t.equal(found.length, 30)
  t.equal(reader.byTitle('one of the new the new one of 4321', 1)[0]?.title, 'the one the new one of 4321', 'a rare word is found behind common ones')
  t.same(new Set(reader.byTitle('nothing knows 77 and 4321', 2).map(({ title }) => title?.split(' ').at(-1))), new Set(['4321', '77']))
})

t.test('takes more words in common for better', async (t) => {
  const { reader } = openCatalog(t, [
    sceneOf(1, [], { title: 'velvet garden promise' }), sceneOf(2, [], { title: 'velvet promise' }), sceneOf(3, [], { title: 'a velvet mirror' }),
  ])
  t.strictSame(reader.byTitle('promise of the velvet garden').map(({ id }) => id), ['1', '2', '3'])
})

t.test('indexes the titles of an older catalog anew', async (t) => {
  const file = join(t.testdir(), 'catalog.db')
  const older = openDatabase(file, { migrations: catalogMigrations.slice(0, 3), access: 'write', busyTimeoutMs: 0 })
  older.exec("INSERT INTO scenes VALUES (1, 0, 0, 'The One', NULL, 0), (2, 0, 0, '…', NULL, 0), (3, 0, 0, NULL, NULL, 0); INSERT INTO titles (rowid, words) VALUES (1, 'as it was')")
  older.close()
  prepareCatalog({ file, log: listeningLog() })
  const reader = new CatalogReader({ file })
  t.teardown(() => reader.close())
  t.strictSame(reader.byTitle('the one').map(({ id }) => id), ['1'])
})
