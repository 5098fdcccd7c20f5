import t from 'tap'
import type { LibraryFile } from '../../shared/plugin-api/index.js'
import { compilePathMapping } from '../../shared/path-mapping/index.js'
import { Comparison } from '../../core/gaps/comparison.js'
import { findDifferences, findGaps, mayHaveMoved } from '../../core/gaps/find-gaps.js'

const { mapping } = await compilePathMapping([{ name: 'nas', plex: '/plex', stash: '/data' }, { name: 'loose', plex: '/Loose', stash: '/any', ignoreCase: true }])
const both = { plex: true, stash: true }

function inPlex(path: string, owner: string, more: Partial<LibraryFile> = {}): LibraryFile {
  return { path, owner, size: 1000 + Number(owner), duration: 60, section: 'Films', ...more }
}

function inStash(path: string, owner: string, more: Partial<LibraryFile> = {}): LibraryFile {
  return { path, owner, size: 500_000 + Number(owner), duration: 60, ...more }
}

interface Sides { plex: LibraryFile[], stash: LibraryFile[], ignores?: (path: string) => boolean, listed?: typeof both, roots?: string[] }

function compare({ plex, stash, ignores = () => false, listed = both, roots }: Sides) {
  const comparison = new Comparison({ mapping, ignores })
  comparison.addPlex(plex)
  comparison.addStash(stash)
  const { gaps, ...rest } = findGaps(findDifferences(comparison, { listed, roots }))
  return { gaps: [...gaps], ...rest }
}

const told = ({ gaps }: ReturnType<typeof compare>) => gaps.map(({ kind, path }) => `${kind} ${path}`)

t.test('finds what each side lacks', async (t) => {
  const found = compare({ plex: [inPlex('/plex/a.mp4', '1'), inPlex('/plex/b.mp4', '2')], stash: [inStash('/data/b.mp4', '7'), inStash('/data/c.mp4', '8')] })
  t.match(found.gaps, [
    { kind: 'missing-in-stash', path: '/plex/a.mp4', expectedPath: '/data/a.mp4', ratingKeys: ['1'], sceneIds: [], section: 'Films', size: 1001 },
    { kind: 'missing-in-plex', path: '/data/c.mp4', expectedPath: '/plex/c.mp4', ratingKeys: [], sceneIds: ['8'], size: 500_008 },
  ])
  t.match(found.counts, { plexFiles: 2, stashFiles: 2, missingInStash: 1, missingInPlex: 1, moved: 0, ignored: 0, unmapped: 0, outOfScope: 0 })
})

t.test('takes spellings of one path as one', async (t) => {
  t.strictSame(told(compare({
    plex: [inPlex('/plex/Cafe\u0301.mp4', '1'), inPlex('/Loose/UP.mp4', '2'), inPlex('/plex//x\\y.mp4', '3'), inPlex('/plex/Case.mp4', '4')],
    stash: [inStash('/data/Caf\u00e9.mp4', '1'), inStash('/any/up.mp4', '2'), inStash('\\data\\x\\y.mp4', '3'), inStash('/data/case.mp4', '4')],
  })), ['missing-in-stash /plex/Case.mp4', 'missing-in-plex /data/case.mp4'])
})

t.test('takes newlines and controls in names literally', async (t) => {
  t.strictSame(told(compare({ plex: [inPlex('/plex/a\nb.mp4', '1'), inPlex('/plex/c\td.mp4', '2')], stash: [inStash('/data/a', '1'), inStash('/data/a\nb.mp4', '2')] })),
    ['missing-in-stash /plex/c\td.mp4', 'missing-in-plex /data/a'])
})

t.test('misses no scene with one file in Plex', async (t) => {
  const stash = [inStash('/data/hd.mp4', '7'), inStash('/data/4k.mp4', '7'), inStash('/data/lost1.mp4', '8'), inStash('/data/lost2.mp4', '8')]
  t.strictSame(told(compare({ plex: [inPlex('/plex/4k.mp4', '1')], stash })), ['missing-in-plex /data/lost1.mp4'])
  t.strictSame(told(compare({ plex: [inPlex('/plex/4k.mp4', '1')], stash: stash.toReversed() })), ['missing-in-plex /data/lost2.mp4'])
})

t.test('misses no item with one part in Stash', async (t) => {
  const plex = [inPlex('/plex/cd1.mp4', '1'), inPlex('/plex/cd2.mp4', '1'), inPlex('/plex/x1.mp4', '2'), inPlex('/plex/x2.mp4', '2')]
  t.strictSame(told(compare({ plex, stash: [inStash('/data/cd2.mp4', '7')] })), ['missing-in-stash /plex/x1.mp4'])
})

t.test('reports a file of two scenes once', async (t) => {
  const { gaps } = compare({ plex: [], stash: [inStash('/data/a.mp4', '7'), inStash('/data/a.mp4', '8')] })
  t.match(gaps, [{ path: '/data/a.mp4', sceneIds: ['7', '8'] }])
  t.match(compare({ plex: [inPlex('/plex/a.mp4', '1'), inPlex('/plex/a.mp4', '2')], stash: [] }).gaps, [{ ratingKeys: ['1', '2'] }])
})

t.test('pairs moved files exactly one to one', async (t) => {
  const video = { size: 4711, duration: 99.5 }
  const found = compare({ plex: [inPlex('/plex/old.mp4', '1', video)], stash: [inStash('/data/new.mp4', '7', { size: 4711, duration: 99.9 })] })
  t.match(found.gaps, [{ kind: 'moved', path: '/plex/old.mp4', expectedPath: '/data/new.mp4', sceneIds: ['7'], ratingKeys: ['1'] }])
  t.equal(found.gaps.length, 1)
  t.match(found.counts, { moved: 1, missingInStash: 0, missingInPlex: 0 })
})

t.test('keeps colliding sizes apart as gaps', async (t) => {
  const video = { size: 4711, duration: 99 }
  const one = { plex: [inPlex('/plex/old.mp4', '1', video)], stash: [inStash('/data/new.mp4', '7', video)] }
  const two = ['missing-in-stash /plex/old.mp4', 'missing-in-plex /data/new.mp4']
  t.strictSame(told(compare({ ...one, plex: [...one.plex, inPlex('/plex/here.mp4', '2', video)], stash: [...one.stash, inStash('/data/here.mp4', '8')] })), two, 'one more in place in Plex')
  t.strictSame(told(compare({ ...one, plex: [...one.plex, inPlex('/plex/here.mp4', '2')], stash: [...one.stash, inStash('/data/here.mp4', '8', video)] })), two, 'one more in place in Stash')
  t.strictSame(told(compare({ plex: one.plex, stash: [...one.stash, inStash('/data/twin.mp4', '8', video)] })), [...two, 'missing-in-plex /data/twin.mp4'])
  t.strictSame(told(compare({ plex: one.plex, stash: [inStash('/data/new.mp4', '7', { ...video, duration: 104 })] })), two, 'another duration')
  t.strictSame(told(compare({ ...one, plex: [...one.plex, inPlex('/mnt/unmapped.mp4', '2', video)] })), two, 'one more where no rule leads')
})

t.test('offers files of a size that both sides have for a look at their bytes', async (t) => {
  const plex = Array.from({ length: 30 }, (_, nth) => inPlex(`/plex/${nth}.mp4`, String(nth), { size: 4711 }))
  const comparison = new Comparison({ mapping, ignores: () => false })
  comparison.addPlex([...plex, inPlex('/plex/other-size.mp4', '99')])
  comparison.addStash(Array.from({ length: 30 }, (_, nth) => inStash(`/data/new-${nth}.mp4`, String(nth), { size: 4711 })))
  const differences = findDifferences(comparison, { listed: both, roots: undefined })
  t.strictSame([...mayHaveMoved(differences)].map(({ path }) => path), plex.map(({ path }) => path))
})

t.test('pairs by hash where both tell it', async (t) => {
  const [a, b] = ['0123456789abcdef', 'fedcba9876543210']
  const video = { size: 4711 }
  t.strictSame(told(compare({
    plex: [inPlex('/plex/1.mp4', '1', { ...video, oshash: a }), inPlex('/plex/2.mp4', '2', { ...video, oshash: b })],
    stash: [inStash('/data/x.mp4', '7', { ...video, oshash: b }), inStash('/data/y.mp4', '8', { ...video, oshash: a })],
  })), ['moved /plex/1.mp4', 'moved /plex/2.mp4'])
  t.strictSame(told(compare({ plex: [inPlex('/plex/1.mp4', '1', { ...video, oshash: a })], stash: [inStash('/data/x.mp4', '7', { ...video, oshash: b })] })).length, 2)
})

t.test('sorts out what is ignored, unmapped or elsewhere', async (t) => {
  const found = compare({
    plex: [inPlex('/plex/.trash/a.mp4', '1'), inPlex('/mnt/new/b.mp4', '2'), inPlex('/mnt/new/c.mp4', '3')],
    stash: [inStash('/data/.trash/x.mp4', '7'), inStash('/old/y.mp4', '8'), inStash('/data/tv/z.mp4', '9'), inStash('/data/films/w.mp4', '10')],
    ignores: (path) => path.includes('/.trash/'), roots: ['/plex/films', '/plex/.trash'],
  })
  t.strictSame(told(found), ['missing-in-plex /data/films/w.mp4'])
  t.match(found.counts, { ignored: 2, unmapped: 3, outOfScope: 1 })
  t.strictSame(found.unmappedFolders, [{ folder: '/mnt/new', files: 2 }, { folder: '/old', files: 1 }])
  t.strictSame(found.outOfScopeFolders, [{ folder: '/data/tv', files: 1 }])
})

t.test('gives no verdict for a side not listed', async (t) => {
  const sides = { plex: [inPlex('/plex/a.mp4', '1')], stash: [inStash('/data/b.mp4', '7')] }
  t.strictSame(told(compare({ ...sides, listed: { plex: false, stash: true } })), ['missing-in-stash /plex/a.mp4'])
  t.strictSame(told(compare({ ...sides, listed: { plex: true, stash: false } })), ['missing-in-plex /data/b.mp4'])
  t.strictSame(told(compare({ ...sides, listed: { plex: false, stash: false } })), [])
})

t.test('counts folders in bounded space', async (t) => {
  const plex = Array.from({ length: 3000 }, (_, nth) => inPlex(`/mnt/disk/${nth % 3}/${nth}/sub/a.mp4`, String(nth)))
  t.strictSame(compare({ plex, stash: [] }).unmappedFolders, [0, 1, 2].map((nth) => ({ folder: `/mnt/disk/${nth}`, files: 1000 })))
})
