import t from 'tap'
import { compilePathMapping } from '../../shared/path-mapping/index.js'
import type { LibraryFile, LocalFacts, LocalFiles } from '../../shared/plugin-api/index.js'
import type { Difference } from '../../core/gaps/differences.js'
import { localHashes } from '../../core/gaps/local-hashes.js'
import { scratchState } from './scratch.js'
import { compare, openGaps, plexSource, stashSource } from './sources.js'

const { mapping } = await compilePathMapping([{ name: 'nas', plex: '/plex/media', stash: '/data/media', local: '/mnt' }])

/** A machine that holds these files, and remembers what it was asked. */
function localFiles(facts: Readonly<Record<string, LocalFacts>>): LocalFiles & { readonly asked: string[] } {
  const asked: string[] = []
  return { asked, readable: true, fingerprint: async (path) => { asked.push(path); return facts[path] ?? 'absent' } }
}

const hash = (number: number): string => number.toString(16).padStart(16, '0')
const inPlex = (name: string, more: Partial<LibraryFile> = {}): LibraryFile => ({ path: `/plex/media/in/${name}.mp4`, size: 5000, duration: 60, owner: name, ...more })
const inStash = (name: string, number: number, more: Partial<LibraryFile> = {}): LibraryFile => ({ path: `/data/media/in/${name}.mp4`, size: 5000, duration: 60, owner: String(number), oshash: hash(number), ...more })

t.test('tells by their bytes which files of one size have moved', async (t) => {
  const { again } = scratchState(t)
  const plex = [inPlex('a'), inPlex('b'), inPlex('c'), inPlex('stranger', { size: 9 }), inPlex('clear', { size: 77 })]
  const stash = [inStash('x', 1), inStash('y', 2), inStash('z', 3, { duration: 99 }), inStash('else', 4, { size: 77 })]
  const files = localFiles({ '/mnt/in/a.mp4': { oshash: hash(2), size: 5000 }, '/mnt/in/b.mp4': { oshash: hash(3), size: 5000 }, '/mnt/in/c.mp4': { oshash: hash(1), size: 4999 } })
  const database = again()
  const without = await compare(database, [plexSource({ plex }), stashSource({ stash })], { mapping })
  t.match(without.counts, { moved: 1, missingInStash: 4, missingInPlex: 3 }, 'nobody reads files')
  const result = await compare(database, [plexSource({ plex }), stashSource({ stash })], { mapping, localFiles: files })
  t.match(result.counts, { moved: 3, missingInStash: 2, missingInPlex: 1 })
  t.strictSame(openGaps(database), [
    'missing-in-plex /data/media/in/x.mp4', 'missing-in-stash /plex/media/in/c.mp4', 'missing-in-stash /plex/media/in/stranger.mp4',
    'moved /plex/media/in/a.mp4', 'moved /plex/media/in/b.mp4', 'moved /plex/media/in/clear.mp4',
  ])
  t.strictSame(files.asked.sort(), ['/mnt/in/a.mp4', '/mnt/in/b.mp4', '/mnt/in/c.mp4'], 'only where the size is shared and nothing else tells')
})

t.test('two copies of one video stay gaps', async (t) => {
  const { again } = scratchState(t)
  const database = again()
  const same = { oshash: hash(7), size: 5000 }
  await compare(database, [plexSource({ plex: [inPlex('a'), inPlex('b')] }), stashSource({ stash: [inStash('x', 7)] })], { mapping, localFiles: localFiles({ '/mnt/in/a.mp4': same, '/mnt/in/b.mp4': same }) })
  t.strictSame(openGaps(database).filter((gap) => gap.startsWith('moved')), [])
})

function difference(entry: number): Difference {
  const path = `/plex/media/in/${entry}.mp4`
  return { entry, path, owners: [], expected: { path, rule: 'nas', ignoreCase: false } }
}

t.test('reads no more than two thousand files', async (t) => {
  const asked: string[] = []
  const files: LocalFiles = { readable: true, fingerprint: async (path) => { asked.push(path); return { oshash: hash(1), size: 1 } } }
  const hashes = await localHashes(Array.from({ length: 3000 }, (_, entry) => difference(entry)), { localFiles: files, mapping, sizeOf: () => 1, signal: new AbortController().signal })
  t.strictSame([hashes.size, asked.length], [2000, 2000])
})

t.test('is cancelled while a mount hangs', async (t) => {
  const cancel = new AbortController()
  const files: LocalFiles = {
    readable: true,
    fingerprint: async (_, signal) => {
      cancel.abort(new Error('enough'))
      return await new Promise((resolve) => { signal?.addEventListener('abort', () => { resolve('unknown') }); if (signal?.aborted === true) resolve('unknown') })
    },
  }
  await t.rejects(localHashes([difference(1), difference(2)], { localFiles: files, mapping, sizeOf: () => 1, signal: cancel.signal }), { message: 'enough' })
})
