import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { conforms, fakeHost, hintsFor } from '../../core/testing/index.js'
import type { MatchHints, PluginHost } from '../../shared/plugin-api/index.js'

const imported = async (file: string): Promise<unknown> => (await import(pathToFileURL(resolve(file)).href) as { readonly default: unknown }).default
/** Plugins that say nothing without options. */
const options: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {}

t.test('every bundled plugin keeps the contract', async (t) => {
  const ids = readdirSync(resolve('plugins'))
  t.ok(ids.length > 10)
  for (const id of ids) await t.resolves(conforms(await imported(join('dist/plugins', id, 'index.js')), { options: options[id] ?? {} }), id)
})

t.test('every good fixture keeps the contract', async (t) => {
  for (const file of ['good.mjs', 'in-folder/index.mjs', 'common-js/index.js']) await t.resolves(conforms(await imported(join('test/fixtures/plugins', file))), file)
})

const plugin = (register: (host: PluginHost) => unknown, more: object = {}) => ({ id: 'tried', apiVersion: 1, register, ...more })
const matcher = (match: (hints: MatchHints, host: PluginHost) => unknown) => plugin((host) => { host.addMatcher({ match: (hints) => match(hints, host) as never }) })
const source = (list: () => unknown, more: object = {}) => plugin((host) => { host.addGapSource({ side: 'stash', list: list as never, ...more }) })
const reader = (fingerprint: () => unknown) => plugin((host) => { host.addFileReader({ fingerprint: fingerprint as never }) })
const at = (owner: string) => [{ path: `/${owner}.mp4`, size: 1, owner }]

const broken: readonly (readonly [what: string, exported: unknown, told: RegExp])[] = [
  ['no object', undefined, /default export is undefined/],
  ['a bad id', plugin(() => undefined, { id: 'Bad Id' }), /not kebab-case/],
  ['an option without default that is required', plugin(() => undefined, { configSchema: { type: 'object', required: ['key'] } }), /plugins\.tried\.key is missing/],
  ['nothing registered', plugin(() => undefined), /registers nothing/],
  ['a register that throws on the worker only', plugin((host) => { if (host.thread === 'worker') throw new Error('not here') }), /worker thread.*\n.*not here/],
  ['a matcher without match', plugin((host) => { host.addMatcher({} as never) }), /it has no match/],
  ['a matcher that wants a file name', matcher(({ filename }) => filename!.split('/').map(() => ({}))), /hints without anything: .*undefined/],
  ['a matcher that is certain of what is not there', matcher(() => [{ sceneId: '7', score: 100, reason: 'seven' }]), /certain of scene 7, which Stash does not have/],
  ['a matcher that is certain twice', matcher((_, { catalog }) => ['1', '2'].filter((id) => catalog.scene(id) !== undefined).map((sceneId) => ({ sceneId, score: 100, reason: 'all' }))), /certain of several scenes at once \(1, 2\)/],
  ['a matcher that gives no reason', matcher((_, { catalog }) => (catalog.scene('1') === undefined ? [] : [{ sceneId: '1', score: 5, reason: ' ' }])), /gives no reason/],
  ['a matcher that changes its hints', matcher((hints) => { (hints as { title?: string }).title = 'x'; return [] }), /title/],
  ['an accepts that says nothing', plugin((host) => { host.addMatcher({ accepts: () => undefined as never, match: () => [] }) }), /accepts answered a undefined/],
  ['an enricher that invents a field', plugin((host) => { host.addEnricher({ enrich: () => ({ genre: ['x'] }) as never }) }), /no field "genre": did you mean "genres"/],
  ['an enricher that wants a title', plugin((host) => { host.addEnricher({ enrich: ({ title }) => ({ titleSort: title!.toLowerCase() }) }) }), /a scene that says nothing/],
  ['a list that gives no pages', source(() => []), /its list gives no pages/],
  ['a bad page', source(async function * () { yield [{ path: '' }] }), /page 1: .*files\[0\]/],
  ['an owner in two pages', source(async function * () { yield at('1'); yield at('1') }), /owner "1" are spread over several pages/],
  ['files of somebody else', source(async function * () { yield at('1') }, { filesOf: () => at('2') }), /owner "2", whom nobody asked about/],
  ['roots that are no folders', source(async function * () { yield at('1') }, { roots: () => [1] }), /wanted a list of folders/],
  ['a file reader without fingerprint', plugin((host) => { host.addFileReader({} as never) }), /it has no fingerprint/],
  ['a file reader that answers rubbish', reader(() => ({ oshash: 'x', size: 1 })), /oshash is a string, wanted 16 hex digits/],
  ['a file reader that makes things up', reader(() => ({ oshash: '0123456789abcdef', size: 1 })), /knows a file that is not there/],
  ['a closer that throws', plugin((host) => { host.addEnricher({ enrich: () => ({}) }); host.onClose(() => { throw new Error('stuck') }) }), /stuck/],
]

t.test('says what is wrong with a plugin', async (t) => {
  for (const [what, exported, told] of broken) await t.rejects(conforms(exported), { code: 'ERR_ASSERTION', message: told }, what)
})

t.test('tries a plugin in the world given', async (t) => {
  const picky = matcher((_, { catalog }) => { if (catalog.byBasename('special.mp4').files.length > 0) throw new Error('not that one'); return [] })
  await t.resolves(conforms(picky))
  await t.rejects(conforms(picky, { world: { files: [{ scene: 4, path: '/x/special.mp4' }] } }), /in the world of the test/)
})

t.test('a fake host serves without a server', async (t) => {
  const host = fakeHost({ files: [{ scene: 4, path: '/data/a.mp4' }], local: { '/mnt/a.mp4': { oshash: '0123456789abcdef', size: 5 } }, plex: { '/plex/a.mp4': 5 }, pathMappings: [{ name: 'nas', plex: '/plex', stash: '/data', local: '/mnt' }] })
  const hints = hintsFor('a.mp4', { paths: host.paths })
  t.match(hints, { title: 'a', places: [{ stash: { path: '/data/a.mp4', rule: 'nas' }, localPath: '/mnt/a.mp4' }] })
  t.equal(host.catalog.byPath('/data/a.mp4').files[0]?.sceneId, '4')
  t.match(await host.plex?.fileFacts('/plex/a.mp4'), { size: 5 })
  t.equal(await host.plex?.fileFacts('/plex/b.mp4'), 'absent')
  t.match(await host.localFiles.fingerprint('/mnt/a.mp4'), { size: 5 })
  t.equal(await host.localFiles.fingerprint('/mnt/b.mp4'), 'absent')
  t.equal(fakeHost().localFiles.readable, false)
  const closed: string[] = []
  host.onClose(() => { closed.push('first') })
  host.onClose(() => { closed.push('second') })
  await host.close()
  t.strictSame(closed, ['second', 'first'])
  t.throws(() => fakeHost({ pathMappings: [{ name: 'bad', plex: 'plex', stash: '/data' }] }), /not a whole path/)
})
