import { setImmediate as nextTurn } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import { CatchUp } from '../../core/catalog/catch-up.js'
import { FirstSync } from '../../core/catalog/first-sync.js'
import { FakeStash } from './support/fake-stash.js'
import { listeningLog, openCatalog, sceneOf } from './support/sample.js'

async function filled(t: Test, stash: FakeStash) {
  const { reader, writer } = openCatalog(t)
  const parts = { stash, writer, log: listeningLog() }
  await new FirstSync(parts).run({ signal: new AbortController().signal, onProgress: () => undefined })
  stash.calls.length = 0
  return { reader, writer, catchUp: new CatchUp(parts) }
}

t.test('takes in what is new in one request', async (t) => {
  const stash = FakeStash.ofSize(3)
  const { reader, catchUp } = await filled(t, stash)
  stash.add(sceneOf(9, ['/new.mp4']))
  t.equal(await catchUp.run([]), 'caught-up')
  t.strictSame(stash.calls, [{ name: 'indexPage', about: 2 }])
  t.equal(reader.byPath('/new.mp4').files.length, 1)
  t.equal(await catchUp.run([]), 'caught-up')
  t.strictSame(stash.asked('indexPage'), [2, 8])
})

t.test('reads more pages when much is new', async (t) => {
  const stash = FakeStash.ofSize(1)
  const { reader, catchUp } = await filled(t, stash)
  stash.add(...FakeStash.ofSize(2500).scenes.values())
  await catchUp.run([])
  t.match(reader.state(), { phase: 'complete', scenes: 2500 })
})

t.test('finds a file that moved to a new path', async (t) => {
  const stash = FakeStash.ofSize(5)
  const { reader, catchUp } = await filled(t, stash)
  stash.add(sceneOf(3, ['/moved/here.mp4']))
  await catchUp.run(['/moved/here.mp4', '/nowhere.mp4'])
  t.match(reader.byPath('/moved/here.mp4').files, [{ sceneId: '3' }])
  t.strictSame(reader.byBasename('file 3.mp4').files, [])
})

t.test('takes a file away from the scene that lost it', async (t) => {
  const stash = new FakeStash([sceneOf(1, ['/a.mp4']), sceneOf(2, ['/b.mp4']), sceneOf(3, ['/c.mp4'])])
  const { reader, catchUp } = await filled(t, stash)
  stash.add(sceneOf(1, []), sceneOf(2, ['/b.mp4', '/a.mp4']))
  await catchUp.run(['/a.mp4'])
  t.match(reader.byPath('/a.mp4').files.map((file) => file.sceneId), ['2'])
  stash.scenes.delete(2)
  await catchUp.run(['/a.mp4'])
  await nextTurn()
  t.strictSame(reader.byPath('/a.mp4').files, [])
  t.equal(reader.scene('2'), undefined)
})

t.test('never asks by path what Stash answers slowly', async (t) => {
  const stash = FakeStash.ofSize(3)
  stash.findFile = false
  const { catchUp } = await filled(t, stash)
  await catchUp.run(['/x.mp4'])
  t.strictSame(stash.asked('scenesAtPaths'), [])
})

t.test('asks for at most a hundred paths at once', async (t) => {
  const stash = FakeStash.ofSize(3)
  const { catchUp } = await filled(t, stash)
  await catchUp.run(Array.from({ length: 250 }, (_, index) => `/x/${index % 240}.mp4`))
  t.strictSame(stash.asked('scenesAtPaths').map((paths) => (paths as string[]).length), [100, 100, 40])
})

t.test('spells paths as Stash on Windows does', async (t) => {
  const stash = new FakeStash([sceneOf(1, ['D:\\Media\\a.mp4'])])
  const { reader, catchUp } = await filled(t, stash)
  stash.add(sceneOf(1, ['D:\\Media\\a.mp4', '\\\\nas\\b.mp4']))
  await catchUp.run(['//nas/b.mp4', 'D:/Media/none.mp4'])
  t.strictSame(stash.asked('scenesAtPaths'), [['\\\\nas\\b.mp4', 'D:\\Media\\none.mp4']])
  t.equal(reader.byPath('//nas/b.mp4').files.length, 1)
})

t.test('looks up paths even while filling', async (t) => {
  const stash = FakeStash.ofSize(3000)
  const { reader, writer } = openCatalog(t)
  const catchUp = new CatchUp({ stash, writer, log: listeningLog() })
  t.equal(await catchUp.run(['/data/folder 49/file 2500.mp4']), 'filling')
  t.equal(reader.byBasename('file 2500.mp4').files.length, 1)
  await new FirstSync({ stash, writer, log: listeningLog() }).run({ signal: new AbortController().signal, onProgress: () => undefined })
  t.match(reader.state(), { phase: 'complete', scenes: 3000, files: 3000 }, 'no scene is skipped or counted twice')
})

t.test('a path found ahead hides no scene before it', async (t) => {
  const stash = FakeStash.ofSize(3)
  const { reader, writer, catchUp } = await filled(t, stash)
  stash.add(sceneOf(4, ['/four.mp4']), sceneOf(5, ['/five.mp4']))
  writer.put([sceneOf(5, ['/five.mp4'])])
  await catchUp.run([])
  t.equal(reader.byPath('/four.mp4').files.length, 1)
})

t.test('sees that Stash was rebuilt', async (t) => {
  for (const [why, scenes] of Object.entries({
    'the last scene is another': [sceneOf(3, ['/x.mp4'], { createdAt: '2030-01-01T00:00:00Z' })],
    'fewer scenes, others': [sceneOf(1, ['/x.mp4'], { createdAt: '2030-01-01T00:00:00Z' })],
    'more scenes, others, and the last known id unused': [1, 2, 9].map((id) => sceneOf(id, [], { createdAt: '2030-01-01T00:00:00Z' })),
    'no scene at all': [],
  })) {
    const stash = FakeStash.ofSize(3)
    const { reader, catchUp } = await filled(t, stash)
    stash.scenes.clear()
    stash.add(...scenes)
    t.equal(await catchUp.run([]), 'rebuilt', why)
    t.equal(reader.complete, false)
    t.equal(reader.state().scenes, 0)
  }
})

t.test('does not take deletions for a rebuilt Stash', async (t) => {
  const stash = FakeStash.ofSize(10)
  const { reader, catchUp } = await filled(t, stash)
  stash.scenes.delete(10)
  stash.scenes.delete(9)
  t.equal(await catchUp.run([]), 'caught-up')
  t.match(reader.state(), { phase: 'complete', scenes: 8 })
  stash.scenes.delete(8)
  stash.add(sceneOf(11, ['/eleven.mp4']))
  t.equal(await catchUp.run([]), 'caught-up')
  t.equal(reader.scene('8'), undefined)
  t.equal(reader.byPath('/eleven.mp4').files.length, 1)
  stash.calls.length = 0
  await catchUp.run([])
  t.equal(stash.calls.length, 1, 'and is cheap again afterwards')
})
