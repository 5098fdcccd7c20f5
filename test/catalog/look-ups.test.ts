import t from 'tap'
import { openCatalog, pathsOf, sceneOf } from './support/sample.js'

const nasty = [
  '/data/[Studio] 100%/a_b "c" \'d\'.mp4', '/data/emoji 🍑🎬/👩‍👩‍👧.mkv', `/data/${'long '.repeat(45)}/x.mp4`,
  '/data/%20/_.mp4', '/data/*?<>|/:.mp4', '/data/ leading/ trailing .mp4 ', '/data/привет/мир.mp4', '/a.mp4',
]

t.test('finds each nasty path and no other', async (t) => {
  const { reader } = openCatalog(t, nasty.map((path, index) => sceneOf(index + 1, [path])))
  for (const [index, path] of nasty.entries()) {
    t.match(reader.byPath(path), { likeness: 'exact', truncated: false, files: [{ path, sceneId: String(index + 1) }] }, path)
    t.equal(reader.byPath(path).files.length, 1)
  }
  t.strictSame(reader.byPath('/data/x20/x.mp4').files, [], 'percent and underscore are no wildcards')
})

t.test('gives every fact of a file', async (t) => {
  const { reader } = openCatalog(t, [sceneOf(7, ['/d/a.mp4'], { title: 'Seven', date: '2024-05', organized: true })])
  t.strictSame(reader.byPath('/d/a.mp4').files, [
    { sceneId: '7', sceneCreatedAt: 1_700_000_007, path: '/d/a.mp4', size: 1070, duration: 60.5, oshash: 'ffffffffffffff46' },
  ])
  t.strictSame(reader.scene('7'), { id: '7', createdAt: 1_700_000_007, title: 'Seven', date: '2024-05', organized: true })
  t.strictSame(reader.byHash('FFFFFFFFFFFFFF46').files.length, 1, 'a hash in capitals')
  t.strictSame(reader.byHash('no hash').files, [])
  t.equal(reader.scene('07x'), undefined)
})

t.test('gives only the best likeness', async (t) => {
  const decomposed = '/d/Cafe\u0301.mp4'
  const composed = '/d/Caf\u00e9.mp4'
  const { reader } = openCatalog(t, [sceneOf(1, [decomposed]), sceneOf(2, ['/d/CAFÉ.mp4'])])
  t.match(reader.byPath(decomposed), { likeness: 'exact', files: [{ sceneId: '1' }] })
  t.match(reader.byPath(composed), { likeness: 'nfc', files: [{ sceneId: '1' }] })
  t.match(reader.byPath('/D/café.MP4'), { likeness: 'folded', files: [{ sceneId: '1' }, { sceneId: '2' }] })
  t.strictSame(reader.byPath('/D/café.MP4', { ignoreCase: false }), { files: [], likeness: undefined, truncated: false })
})

t.test('tells case twins apart', async (t) => {
  const { reader } = openCatalog(t, [sceneOf(1, ['/d/A.mp4']), sceneOf(2, ['/d/a.mp4'])])
  t.match(reader.byPath('/d/a.mp4'), { likeness: 'exact', files: [{ sceneId: '2' }] })
  t.strictSame(pathsOf(reader.byBasename('A.mp4')), ['/d/A.mp4'])
})

t.test('takes either separator for the same', async (t) => {
  const { reader } = openCatalog(t, [
    sceneOf(1, ['C:\\Media\\Studio\\a.mp4']), sceneOf(2, ['\\\\nas\\share\\b.mp4']), sceneOf(3, ['/data/with\\backslash.mp4']),
  ])
  t.match(reader.byPath('C:/Media/Studio/a.mp4'), { likeness: 'exact', files: [{ path: 'C:\\Media\\Studio\\a.mp4' }] })
  t.match(reader.byPath('//nas/share/b.mp4'), { likeness: 'exact', files: [{ sceneId: '2' }] })
  t.match(reader.bySuffix('Studio\\a.mp4'), { likeness: 'exact', files: [{ sceneId: '1' }] })
  t.match(reader.byPath('/data/with\\backslash.mp4'), { likeness: 'exact', files: [{ sceneId: '3' }] })
  t.match(reader.byBasename('with\\backslash.mp4'), { likeness: 'exact', files: [{ sceneId: '3' }] })
})

t.test('compares a suffix by whole segments', async (t) => {
  const { reader } = openCatalog(t, [sceneOf(1, ['/x/Studio/a.mp4']), sceneOf(2, ['/x/xStudio/a.mp4'])])
  t.strictSame(pathsOf(reader.bySuffix('Studio/a.mp4')), ['/x/Studio/a.mp4'])
  t.strictSame(pathsOf(reader.bySuffix('/x/Studio/a.mp4')), ['/x/Studio/a.mp4'])
  t.strictSame(pathsOf(reader.bySuffix('a.mp4')), ['/x/Studio/a.mp4', '/x/xStudio/a.mp4'])
  t.strictSame(reader.bySuffix('/').files, [])
})

t.test('says when there are more than fifty', async (t) => {
  const scenes = Array.from({ length: 120 }, (_, index) => sceneOf(index + 1, [`/d/studio ${index}/disc/scene.mp4`]))
  const { reader } = openCatalog(t, scenes)
  t.equal(reader.byBasename('scene.mp4').files.length, 50)
  t.equal(reader.byBasename('scene.mp4').truncated, true)
  t.equal(reader.bySuffix('disc/scene.mp4').truncated, true)
  t.match(reader.bySuffix('studio 99/disc/scene.mp4'), { truncated: false, likeness: 'exact', files: [{ sceneId: '100' }] })
})

t.test('finds titles by their words', async (t) => {
  const { reader, writer } = openCatalog(t, [
    sceneOf(1, [], { title: 'The Café: part II' }), sceneOf(2, [], { title: 'the cafe' }), sceneOf(3, [], { title: '東京物語' }),
  ])
  t.strictSame(reader.byTitle('CAFE the').map((scene) => scene.id).sort(), ['1', '2'])
  t.strictSame(reader.byTitle('"part" AND NOT (ii*').map((scene) => scene.id), ['1'], 'no query language leaks through')
  t.strictSame(reader.byTitle('nobody knows the second cafe').map((scene) => scene.id), ['2', '1'], 'most of the words are enough')
  t.strictSame(reader.byTitle('物語').map((scene) => scene.title), ['東京物語'])
  t.strictSame(reader.byTitle('…'), [])
  writer.put([sceneOf(2, [], { title: 'renamed' })])
  t.strictSame(reader.byTitle('cafe').map((scene) => scene.id), ['1'])
  t.strictSame(reader.byTitle('renamed').map((scene) => scene.id), ['2'])
})

t.test('keeps count through replacing and removing', async (t) => {
  const { reader, writer } = openCatalog(t)
  t.match(reader.state(), { phase: 'empty', percent: 0, scenes: 0, files: 0 })
  t.strictSame(reader.byPath('/a').files, [])
  writer.expect(4)
  writer.putPage([sceneOf(1, ['/a', '/b']), sceneOf(2, ['/c'])], 2)
  t.match(reader.state(), { phase: 'filling', percent: 50, scenes: 2, files: 3 })
  writer.put([sceneOf(1, ['/b'])])
  t.match(reader.state(), { scenes: 2, files: 2 })
  t.strictSame(reader.byPath('/a').files, [], 'a file that moved away is gone')
  writer.finish(1_800_000_000)
  t.match(reader.state(), { phase: 'complete', percent: 100, syncedAt: 1_800_000_000 })
  writer.remove([1])
  t.match(reader.state(), { scenes: 1, files: 1 })
  t.strictSame(reader.filesOf('1'), [])
  writer.clear()
  t.match(reader.state(), { phase: 'empty', scenes: 0, files: 0 })
  t.equal(reader.complete, false)
})

t.test('lists every path in portions', async (t) => {
  const paths = Array.from({ length: 1203 }, (_, n) => [`/d/${n}.mp4`, `/d/${n}-b.mp4`])
  const { reader } = openCatalog(t, paths.map((some, index) => sceneOf(index + 1, some)))
  t.strictSame([...reader.paths()], paths.flat())
  t.strictSame([...openCatalog(t, []).reader.paths()], [])
})
