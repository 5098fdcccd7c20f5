import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { conditionOf } from '../../core/gaps/gap-filter.js'
import { plainText } from '../../core/metadata/plain-text.js'
import { hintFilename } from '../../core/plex/hint-filename.js'
import { imageBaseOf } from '../../core/plex/image-base.js'
import { parseMatchBody } from '../../core/plex/match-hints.js'
import { placesOf } from '../../core/plex/places.js'
import { graphqlFailure } from '../../core/stash/graphql-failure.js'
import { cleanTitle } from '../../plugins/title-date/clean-title.js'
import { datesIn } from '../../plugins/title-date/read-dates.js'
import { taggedIds } from '../../plugins/scene-id/scene-tag.js'
import { typedSceneId } from '../../plugins/scene-id/typed-scene.js'
import { compilePathMapping } from '../../shared/path-mapping/index.js'
import { globs } from '../../shared/text/globs.js'
import { textTools } from '../../shared/text/index.js'
import { askMatchers, everyPlugin } from './support/bundled-matchers.js'

// What takes quadratic time at these lengths takes minutes for all of it, and ends by the runner's time limit; what is
// linear, or bounded, is through in moments. So no clock is read here.

const units = ['a', ' ', '/', '\\', '.', '-', '_', '(', '[', '{', '{stash-', '{stash-1', '{ ', '((', '()', '20', '2024-01-', '2024.01.01 ', '1.1.', 'jan ', 'january 1 ', '<', '<a', '<br ', '</p ', '&', '&#', '&#x1', '\t', '\n ', 'select ', 'select from ', '`',
  'xxx-', '1080p-', 'mp4aaaa-aaaa', 'https://', 'a/scenes/', 'stash-', '\u0301', 'İ', 'ß', 'x\u0301', '!', ',', ': ', '" ']

function long(length: number): string[] {
  return units.flatMap((unit) => [unit.repeat(Math.ceil(length / unit.length)).slice(0, length), `${unit.repeat(Math.ceil(length / unit.length)).slice(0, length - 1)}!`])
}

t.test('no title and no file name keeps a matcher busy', async (t) => {
  for (const text of long(4096)) {
    const { hints } = parseMatchBody({ title: text, filename: text, guid: text, manual: 1 })
    hintFilename(text)
    typedSceneId({ ...hints, places: [], manual: true })
    cleanTitle(text)
    datesIn(text)
    taggedIds(text)
    placesOf(hints.filename, { roots: [{ path: '/plex/media' }, { path: 'C:\\media' }], form: 'auto', mapping: { rules: [], localFolders: [], toStash: () => undefined, toPlex: () => [], toLocal: () => undefined } as never })
  }
  t.pass(`${units.length * 2} texts of 4,096 characters`)
})

t.test('a megabyte in the body of a match keeps nobody busy', async (t) => {
  for (const text of long(1_000_000)) parseMatchBody({ title: text, filename: text, guid: text, year: text, manual: text })
  t.pass()
})

t.test('every bundled matcher ends on such texts', async (t) => {
  const host = await everyPlugin()
  t.ok(host.matchers.length > 5)
  let calls = 0
  for (const text of long(4000)) calls += await askMatchers(host, text)
  t.ok(calls > 300, `${calls} calls`)
})

t.test('the tools for plugins end on such texts', async (t) => {
  for (const text of long(20_000)) {
    textTools.normalise(text)
    textTools.similarity(text, `${text.slice(0, 9_000)}b${text}`)
    textTools.basename(text)
    textTools.parentName(text)
    textTools.oneLine(text)
    textTools.template(text.slice(0, 300))({ title: text, studio: text })
    textTools.inList([text.slice(0, 500), 'x'])({ id: '1', name: text })
  }
  t.pass()
})

t.test('details of a scene are read in no time', async (t) => {
  for (let times = 0; times < 20; times++) for (const text of long(40_000)) plainText(text)
  t.pass('a row of 40,000 blanks took four seconds each')
})

t.test('errors of Stash are read in no time', async (t) => {
  for (const text of long(1_000_000)) graphqlFailure([{ message: text, path: [] }], { a: 'secret-value', b: ['x'] })
  for (const text of long(5000)) graphqlFailure([{ message: text, path: [] }], { a: 'secret-value' })
  t.pass()
})

t.test('a forwarded prefix of slashes stops nobody else', async (t) => {
  const request = (prefix: string) => ({ host: 'nas', protocol: 'http', headers: { 'x-forwarded-prefix': prefix }, socket: { remoteAddress: '127.0.0.1' } }) as unknown as FastifyRequest
  for (let times = 0; times < 1000; times++) {
    for (const trusts of [() => true, () => false]) imageBaseOf(request(`${'/'.repeat(16_000)}x`), { publicUrl: undefined, trusts })
  }
  t.equal(imageBaseOf(request('/base/path/'), { publicUrl: undefined, trusts: () => true }), 'http://nas/base/path')
})

t.test('filters of gaps are read in no time', async (t) => {
  for (const text of long(16_000)) conditionOf({ folder: text, section: text, since: '1', text: text.slice(0, 1000) })
  for (let times = 0; times < 300; times++) conditionOf({ folder: `${'/'.repeat(16_000)}x` })
  t.pass()
})

t.test('no glob that is allowed keeps a path busy', async (t) => {
  for (const pattern of ['**/*a*a*/**/*a*a*/**', '*a*a*a', '**/**/**', '*?*?*?', '[a-z]*[a-z]*[a-z]*', '{a,b,{c,d}}*', '*'.repeat(3)]) {
    const matches = globs([pattern])
    for (const text of [...long(512), ...long(20_000), `${'a/'.repeat(250)}b`, 'a'.repeat(512).concat('/').repeat(200)]) matches(text)
  }
  for (const pattern of ['*'.repeat(4), '**/**/**/**', 'a'.repeat(513), '']) t.throws(() => globs([pattern]), { code: 'S2P_GLOB_INVALID' }, pattern.slice(0, 20))
})

t.test('rules that could run for ever are refused at start', async (t) => {
  for (const match of ['^/p/((a+)+)$', '^/p/(a|a)*$', '^/p/(.*)/(.*)/(.*)$', '^/p/(\\w+\\s?)*$', '^/p/([^/]+/?)+$']) {
    const { faults } = await compilePathMapping([{ name: 'slow', plex: { match, to: '/d' }, stash: { match: '^/d$', to: '/p/a' } }])
    t.match(faults.join('\n'), /can take very long/, match)
  }
})
