import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { test } from 'tap'
import { inOrder } from '../../core/plugin-system/capability-order.js'
import { configure } from '../../core/plugin-system/configure.js'
import { discover } from '../../core/plugin-system/discover.js'
import { placesInList, planPlugins, type Entry } from '../../core/plugin-system/plan.js'

const entry = (id: string, enabled = true): Entry => ({ id, enabled, options: {} })
const found = (id: string, source: 'bundled' | 'mounted' = 'bundled'): { id: string, source: typeof source, file: string } => ({ id, source, file: `/${source}/${id}` })

const plans: readonly (readonly [title: string, given: Parameters<typeof planPlugins>, wanted: readonly string[]])[] = [
  ['every bundled one runs by default', [{ found: [found('b'), found('a')], shadowed: [], unusable: new Map(), faults: [] }, { entries: [] }], ['a: load', 'b: load']],
  ['the default set leaves others available', [{ found: [found('a'), found('b')], shadowed: [], unusable: new Map(), faults: [] }, { entries: [], defaultSet: ['b'] }], ['a: available', 'b: load']],
  ['naming a bundled one adds it', [{ found: [found('a'), found('b')], shadowed: [], unusable: new Map(), faults: [] }, { entries: [entry('a')], defaultSet: ['b'] }], ['a: load', 'b: load']],
  ['enabled: false disables a default one', [{ found: [found('a')], shadowed: [], unusable: new Map(), faults: [] }, { entries: [entry('a', false)] }], ['a: disabled']],
  ['a drop-in waits to be named', [{ found: [found('x', 'mounted'), found('y', 'mounted')], shadowed: [], unusable: new Map(), faults: [] }, { entries: [entry('y')] }], ['y: load', 'x: available']],
  ['a drop-in never replaces a bundled one', [{ found: [found('a'), found('a', 'mounted')], shadowed: [], unusable: new Map(), faults: [] }, { entries: [entry('a')] }], ['a: load', 'a: failed']],
  ['the list gives the order', [{ found: [found('a'), found('b'), found('c')], shadowed: [], unusable: new Map(), faults: [] }, { entries: [entry('c'), entry('b'), entry('c')] }], ['c: load', 'b: load', 'a: load']],
  ['a name without a plugin is missing', [{ found: [found('path-mapping')], shadowed: [], unusable: new Map(), faults: [] }, { entries: [entry('path-maping')] }], ['path-maping: failed', 'path-mapping: load']],
]

for (const [title, given, wanted] of plans) {
  test(title, (t) => {
    t.strictSame(planPlugins(...given).map(({ id, refusal }) => `${id}: ${refusal?.status ?? 'load'}`), wanted)
    t.end()
  })
}

test('capabilities follow the list, order, then id', (t) => {
  const all = [['z', 50], ['b', 10], ['a', 10], ['listed-late', 1], ['listed', 90], ['listed', 20]].map(([plugin, order]) => ({ plugin: String(plugin), name: `${plugin} ${order}`, order: Number(order) }))
  const places = placesInList([entry('listed'), entry('listed-late')])
  const wanted = ['listed 20', 'listed 90', 'listed-late 1', 'a 10', 'b 10', 'z 50']
  fc.assert(fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
    t.strictSame(inOrder(shuffled, places).map(({ name }) => name), wanted)
  }), { numRuns: 50 })
  t.end()
})

test('finds files and folders in order of preference', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'plugins-'))
  await mkdir(join(folder, 'b'))
  await mkdir(join(folder, 'empty'))
  await Promise.all(['a.js', 'a.mjs', 'b/index.js', 'b.js', 'notes.txt', '.hidden.mjs', 'types.d.mts'].map((name) => writeFile(join(folder, name), '')))
  const { found: plugins, shadowed, faults } = await discover({ bundledDir: join(folder, 'none'), pluginsDir: folder })
  t.strictSame(plugins.map(({ file }) => file.slice(folder.length + 1)), ['a.mjs', 'b.js'])
  t.strictSame(shadowed.map(({ file }) => file.slice(folder.length + 1)), ['a.js', join('b', 'index.js')])
  t.match(faults, [/none cannot be read/], 'a bundled folder must be there')
  t.strictSame((await discover({ bundledDir: folder, pluginsDir: join(folder, 'none') })).faults, [], 'a mounted one need not')
})

test('options get defaults and all faults', (t) => {
  const schema = { type: 'object', additionalProperties: false, properties: { mode: { enum: ['a', 'b'], default: 'a' }, size: { type: 'integer', minimum: 1 } } }
  t.strictSame(configure('p', schema, {}), { ok: true, value: { mode: 'a' } })
  const wrong = configure('p', schema, { mode: 'secret-value', size: 0 })
  t.match(wrong, { ok: false, refusal: { status: 'misconfigured', reason: 'plugins.p.mode must be one of "a", "b"; plugins.p.size must be >= 1' } })
  t.notMatch(JSON.stringify(wrong), /secret-value/)
  t.strictSame(configure('p', undefined, { any: { thing: [1] } }), { ok: true, value: { any: { thing: [1] } } }, 'no schema, no change')
  t.ok(configure('p', { ...schema, $schema: 'http://json-schema.org/draft-07/schema#' }, {}).ok)
  t.end()
})
