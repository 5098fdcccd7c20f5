import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { aContext, aScene, conforms, fakeHost, hintsFor, type FakeHost, type FakeWorld } from '../../core/testing/index.js'
import { FileHashes } from '../../plugins/oshash/file-hashes.js'
import oshash from '../../plugins/oshash/index.js'
import { MediaFolders } from '../../plugins/oshash/media-folders.js'
import { chunkOf, oshashOf } from '../../plugins/oshash/oshash.js'

const long = 'this is a test'.repeat(32_768)
const longHash = '6a0eba04654d0b9b'
const media = { 'long.mp4': long, 'hello.mp4': 'hello world', 'tiny.mp4': '12345678', Studio: { 'other.mp4': 'something else' } }

async function started(t: Test, world: FakeWorld, options: { readonly folders?: readonly string[] } = {}): Promise<{ readonly host: FakeHost, readonly folder: string }> {
  const folder = t.testdir({ media, elsewhere: { 'secret.mp4': long } })
  const host = fakeHost({ pathMappings: [{ name: 'nas', plex: '/plex', stash: '/data', local: join(folder, 'media') }], ...world })
  await oshash.register(host, { folders: options.folders ?? [] })
  return { host, folder }
}
const ask = (host: FakeHost, filename: string, more: Parameters<typeof hintsFor>[1] = {}) => host.matchers[0]!.match(hintsFor(filename, { paths: host.paths, ...more }), aContext())
const moved = { scene: 3, path: '/data/renamed.mp4', size: long.length, oshash: longHash }

t.test('the hash is the one that Stash makes', async (t) => {
  const folder = t.testdir(media)
  const hashes = new FileHashes(new MediaFolders([folder]))
  const { signal } = new AbortController()
  t.strictSame(await hashes.of(join(folder, 'long.mp4'), signal), { oshash: longHash, size: long.length })
  t.match(await hashes.of(join(folder, 'hello.mp4'), signal), { oshash: 'd3e392dee38cd4df' })
  t.equal(await hashes.of(join(folder, 'tiny.mp4'), signal), 'absent', 'too small for a hash')
  fc.assert(fc.property(fc.uint8Array({ minLength: 9, maxLength: 300 }), (bytes) => {
    const chunk = chunkOf(bytes.length)!
    const [head, tail] = [Buffer.from(bytes.subarray(0, chunk)), Buffer.from(bytes.subarray(bytes.length - chunk))]
    return /^[0-9a-f]{16}$/.test(oshashOf(bytes.length, head, tail))
  }))
})

t.test('keeps the contract', (t) => t.resolves(conforms(oshash)))

t.test('a renamed file is certain by hash and size', async (t) => {
  const { host } = await started(t, { files: [moved] })
  t.match(await ask(host, 'long.mp4'), [{ sceneId: '3', score: 100, reason: 'same hash and size' }])
  t.strictSame(await ask(host, 'hello.mp4'), [])
  t.strictSame(await ask(host, 'missing.mp4'), [])
  t.strictSame(await ask(host, 'Studio'), [], 'a folder is no file')
})

t.test('tells other plugins what a file holds', async (t) => {
  const { host, folder } = await started(t, {})
  const read = (path: string) => host.fileReaders[0]!.fingerprint(join(folder, path), aContext())
  t.strictSame(await read('media/long.mp4'), { oshash: longHash, size: long.length })
  t.equal(await read('media/missing.mp4'), 'absent')
  t.equal(await read('elsewhere/secret.mp4'), 'unknown', 'outside of the folders')
  mkdirSync(join(folder, 'media/empty'))
  t.equal(await read('media/empty/any.mp4'), 'unknown', 'an empty folder may be a missing mount')
  const none = await started(t, { pathMappings: [{ name: 'nas', plex: '/plex', stash: '/data' }] })
  t.equal(none.host.fileReaders.length, 0, 'nothing may be read')
})

t.test('another size or scene forbids certainty', async (t) => {
  const other = await started(t, { files: [{ ...moved, size: 5 }] })
  t.strictSame(await ask(other.host, 'long.mp4'), [])
  const twice = await started(t, { files: [moved, { ...moved, scene: 4 }] })
  t.match(await ask(twice.host, 'long.mp4'), [{ sceneId: '3', score: 90 }, { sceneId: '4', score: 90 }])
  const copies = await started(t, { files: [moved, { ...moved, path: '/data/copy.mp4' }] })
  t.match(await ask(copies.host, 'long.mp4'), [{ sceneId: '3', score: 100 }], 'two files of one scene are one scene')
})

t.test('asks Stash when the catalog has nothing', async (t) => {
  const file = { id: '1', path: '/data/new.mp4', size: long.length, duration: 1, modTime: '', width: 1, height: 1, fingerprints: [{ type: 'oshash', value: longHash }] }
  const { host } = await started(t, { stash: [aScene({ id: '8', files: [file] })] })
  t.match(await ask(host, 'long.mp4'), [{ sceneId: '8', score: 100 }])
  const wrong = await started(t, { stash: [aScene({ id: '8', files: [{ ...file, size: 7 }] })] })
  t.strictSame(await ask(wrong.host, 'long.mp4'), [])
})

t.test('never reads outside of the folders', async (t) => {
  const { host, folder } = await started(t, { files: [moved] })
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'media/way-out'))
  symlinkSync(join(folder, 'elsewhere/secret.mp4'), join(folder, 'media/link.mp4'))
  symlinkSync(join(folder, 'media/long.mp4'), join(folder, 'media/inside.mp4'))
  for (const name of ['way-out/secret.mp4', 'link.mp4', '../elsewhere/secret.mp4']) t.strictSame(await ask(host, name), [], name)
  t.match(host.lines, [{ level: 'warn', message: /leads out of the folders/ }])
  t.match(await ask(host, 'inside.mp4'), [{ score: 100 }], 'a link within is followed')
  const narrow = await started(t, { files: [moved] }, { folders: [join(folder, 'media/Studio')] })
  t.strictSame(await ask(narrow.host, 'long.mp4'), [])
  const none = await started(t, { files: [moved], pathMappings: [{ name: 'nas', plex: '/plex', stash: '/data' }] })
  t.match(none.host.lines, [{ level: 'warn', message: /reads no file/ }])
})

t.test('a pipe does not hold it up', { skip: process.platform === 'win32' }, async (t) => {
  const { host, folder } = await started(t, { files: [moved] })
  execFileSync('mkfifo', [join(folder, 'media/pipe.mp4')])
  t.strictSame(await ask(host, 'pipe.mp4'), [])
})

t.test('reads a file anew when it changed', async (t) => {
  const folder = t.testdir(media)
  const file = join(folder, 'long.mp4')
  const hashes = new FileHashes(new MediaFolders([folder]))
  const { signal } = new AbortController()
  utimesSync(file, 1_700_000_000, 1_700_000_000)
  await hashes.of(file, signal)
  writeFileSync(file, long.replace('this', 'THIS'))
  utimesSync(file, 1_700_000_000, 1_700_000_000)
  t.match(await hashes.of(file, signal), { oshash: longHash }, 'same size and time: what was kept')
  utimesSync(file, 1_700_000_001, 1_700_000_001)
  t.notMatch(await hashes.of(file, signal), { oshash: longHash })
  appendFileSync(file, 'more')
  t.match(await hashes.of(file, signal), { size: readFileSync(file).length })
  await t.rejects(hashes.of(file, AbortSignal.abort()), /not be read in time/)
})

t.test('several library folders must agree', async (t) => {
  const { host, folder } = await started(t, { files: [moved] })
  const at = (...names: readonly string[]) => names.map((name) => ({ plexPath: `/${name}/long.mp4`, root: `/${name}`, localPath: join(folder, name, 'long.mp4') }))
  const folders = [join(folder, 'media'), join(folder, 'second')]
  const both = await started(t, { files: [moved] }, { folders })
  mkdirSync(join(folder, 'second'))
  t.match(await ask(both.host, 'long.mp4', { places: at('media', 'second') }), [{ score: 90 }], 'an empty folder may be a missing mount')
  writeFileSync(join(folder, 'second/x.mp4'), 'x')
  t.match(await ask(both.host, 'long.mp4', { places: at('media', 'second') }), [{ score: 100 }], 'surely not there')
  writeFileSync(join(folder, 'second/long.mp4'), 'quite another video')
  t.match(await ask(both.host, 'long.mp4', { places: at('media', 'second') }), [{ score: 90 }])
  rmSync(join(folder, 'second'), { recursive: true })
  t.match(await ask(host, 'long.mp4', { places: [...at('media'), { plexPath: '/x/long.mp4', root: '/x' }] }), [{ score: 90 }], 'a place that cannot be read')
})
