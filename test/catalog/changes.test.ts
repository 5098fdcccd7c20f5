import fc from 'fast-check'
import t from 'tap'
import type { Test } from 'tap'
import { ChangeCheck, windowKinds } from '../../core/catalog/change-check.js'
import { FirstSync } from '../../core/catalog/first-sync.js'
import { unixSeconds } from '../../core/catalog/stash-index.js'
import { later, notAfter, textBefore } from '../../core/catalog/stash-time.js'
import { Sweep } from '../../core/catalog/sweep.js'
import { Turns } from '../../core/catalog/turns.js'
import { FakeStash } from './support/fake-stash.js'
import { fileOf, listeningLog, openCatalog, sceneOf } from './support/sample.js'

async function filled(t: Test, stash: FakeStash) {
  const { reader, writer } = openCatalog(t)
  const parts = { stash, writer, turns: new Turns(), log: listeningLog() }
  await new FirstSync(parts).run({ signal: new AbortController().signal, onProgress: () => undefined })
  stash.calls.length = 0
  return { reader, writer, parts, check: new ChangeCheck(parts) }
}

const edited = (id: number, updatedAt: string) => sceneOf(id, [`/edited/${id}.mp4`], { updatedAt })
const offsets = fc.integer({ min: -12 * 60, max: 14 * 60 }).map((minutes) => {
  const [size, sign] = [Math.abs(minutes), minutes < 0 ? '-' : '+']
  return `${sign}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`
})
const moments = fc.record({ at: fc.integer({ min: 1_000_000_000, max: 4_000_000_000 }), offset: offsets })
const textOf = ({ at, offset }: { readonly at: number, readonly offset: string }): string => {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))
  return new Date((at + (offset.startsWith('-') ? -60 : 60) * minutes) * 1000).toISOString().slice(0, 19) + offset
}

const gently = () => ({ signal: new AbortController().signal, anew: false, onProgress: () => undefined })

t.test('moves a time without leaving its offset', async () => {
  fc.assert(fc.property(moments, fc.integer({ min: 0, max: 1e6 }), (moment, seconds) => {
    const moved = textBefore(textOf(moment), seconds)
    return unixSeconds(moved) === moment.at - seconds && moved.endsWith(moment.offset) && moved <= textOf(moment)
  }))
})

t.test('a day and two hours cover any two time zones', async () => {
  fc.assert(fc.property(moments, fc.integer({ min: 1, max: 1e6 }), offsets, ({ at, offset }, after, other) => {
    const since = textBefore(textOf({ at, offset }), windowKinds.scenes.overlap)
    return textOf({ at: at + after, offset: other }) > since
  }))
})

t.test('takes odd times for the beginning', async (t) => {
  for (const odd of [undefined, '', 'today', '2024-13-45T99:00:00Z']) t.equal(textBefore(odd, 60), '0001-01-01T00:00:00Z')
  t.equal(textBefore('2024-05-01T12:00:00.123+02:00', 60), '2024-05-01T11:59:00+02:00')
  t.equal(notAfter('2024-05-01T12:00:00+02:00', unixSeconds('2024-05-01T09:00:00Z')), '2024-05-01T11:00:00+02:00')
  t.equal(later('2024-05-01T12:00:00+02:00', '2024-05-01T11:00:00Z'), '2024-05-01T11:00:00Z')
})

t.test('reads the details of each edit once', async (t) => {
  const stash = FakeStash.ofSize(10)
  const { reader, check } = await filled(t, stash)
  stash.add(edited(3, '2024-01-01T00:00:00Z'))
  t.match(await check.run(), { outcome: 'checked', updated: 1 })
  t.match(reader.byPath('/edited/3.mp4').files, [{ sceneId: '3' }])
  t.match(await check.run(), { outcome: 'checked', updated: 0 })
  t.strictSame(stash.asked('indexScenes'), [['3']])
  t.ok((reader.state().checkedAt ?? 0) > 0)
})

t.test('goes through a large round in several looks', async (t) => {
  const stash = FakeStash.ofSize(7000)
  const { check } = await filled(t, stash)
  for (let id = 1; id <= 7000; id += 1) stash.add(edited(id, '2024-01-01T00:00:00Z'))
  t.match(await check.run(), { updated: 5000 }, 'five pages at most')
  t.equal(stash.asked('indexScenes').length, 50)
  stash.add(edited(7000, '2024-06-01T00:00:00Z'))
  t.match(await check.run(), { updated: 2000 })
  stash.add(edited(1, '2024-06-01T00:00:01Z'))
  t.match(await check.run(), { updated: 1 }, 'what changed behind the round comes with the next')
})

t.test('a time in the future hides no later change', async (t) => {
  const stash = FakeStash.ofSize(10)
  stash.add(edited(2, '2199-01-01T00:00:00Z'))
  const { reader, check } = await filled(t, stash)
  stash.add(edited(5, new Date().toISOString()))
  t.match(await check.run(), { updated: 1 })
  t.equal(reader.upkeep().sweepWanted, false)
})

t.test('wants a comparison when the newest edit is gone', async (t) => {
  const stash = FakeStash.ofSize(10)
  stash.add(edited(2, '2024-01-01T00:00:00Z'))
  const { reader, check } = await filled(t, stash)
  await check.run()
  t.equal(reader.upkeep().sweepWanted, false)
  stash.scenes.delete(2)
  await check.run()
  t.equal(reader.upkeep().sweepWanted, true)
  await check.run()
  t.equal(stash.asked('newestChange').length, 1, 'and says so once')
})

t.test('finds a renamed file where Stash can tell', async (t) => {
  const stash = FakeStash.ofSize(10)
  const { reader, check } = await filled(t, stash)
  stash.add(sceneOf(4, ['/renamed.mp4']))
  stash.fileStamps.set(4, [new Date().toISOString()])
  stash.filesFilter = false
  t.match(await check.run(), { updated: 0 })
  t.strictSame(stash.asked('changedFiles'), [])
  stash.filesFilter = true
  t.match(await check.run(), { updated: 1 })
  t.match(reader.byPath('/renamed.mp4').files, [{ sceneId: '4' }])
})

t.test('takes a merged scene away with its files', async (t) => {
  const stash = new FakeStash([sceneOf(1, ['/a.mp4']), sceneOf(2, ['/b.mp4'])])
  const { reader, check } = await filled(t, stash)
  stash.scenes.delete(1)
  stash.add(sceneOf(2, ['/b.mp4', '/a.mp4'], { updatedAt: '2024-01-01T00:00:00Z' }))
  await check.run()
  t.match(reader.byPath('/a.mp4').files.map(({ sceneId }) => sceneId), ['2'])
  t.equal(reader.scene('1'), undefined)
})

t.test('an edit of another scene under a known id empties the catalog', async (t) => {
  const stash = FakeStash.ofSize(10)
  const { reader, check } = await filled(t, stash)
  stash.add(sceneOf(3, ['/x.mp4'], { createdAt: '2024-01-01T00:00:00Z', updatedAt: '2024-01-01T00:00:00Z' }))
  t.match(await check.run(), { outcome: 'rebuilt' })
  t.match(reader.state(), { phase: 'empty', scenes: 0, checkedAt: undefined })
})

t.test('a comparison corrects, forgets, and leaves new scenes alone', async (t) => {
  const stash = FakeStash.ofSize(1200)
  const { reader, parts } = await filled(t, stash)
  stash.scenes.delete(1)
  stash.scenes.delete(1200)
  stash.add(sceneOf(700, ['/moved.mp4']), sceneOf(701, ['/data/folder 1/file 701.mp4'], { files: [{ ...fileOf(7010, '/data/folder 1/file 701.mp4'), size: 5 }] }), sceneOf(1300, ['/new.mp4']))
  t.match(await new Sweep(parts).run(gently()), { outcome: 'swept', updated: 2, forgotten: 2 })
  t.strictSame(stash.asked('indexPage'), [0, 501, 1001])
  t.equal(reader.state().scenes, 1198)
  t.equal(reader.byPath('/moved.mp4').files.length, 1)
  t.match(reader.byPath('/data/folder 1/file 701.mp4').files, [{ size: 5 }])
  t.strictSame(reader.byPath('/new.mp4').files, [])
})

t.test('a comparison that was stopped goes on where it was', async (t) => {
  const stash = FakeStash.ofSize(1200)
  const { reader, writer, parts } = await filled(t, stash)
  const stopping = new AbortController()
  const clock = { now: () => 0, sleep: async () => stopping.abort(new Error('enough')) }
  await t.rejects(new Sweep({ ...parts, clock }).run({ ...gently(), signal: stopping.signal }), { message: 'enough' })
  t.match(reader.upkeep(), { isSweeping: true })
  writer.wantSweep()
  stash.calls.length = 0
  await new Sweep(parts).run(gently())
  t.strictSame(stash.asked('indexPage'), [500, 1000])
  t.match(reader.upkeep(), { isSweeping: false, sweepWanted: true }, 'one that was wanted meanwhile is still wanted')
})

t.test('a sweep that somebody waits for begins with the first scene', async (t) => {
  const stash = FakeStash.ofSize(1200)
  const { reader, parts } = await filled(t, stash)
  const stopping = new AbortController()
  const clock = { now: () => 0, sleep: async () => stopping.abort(new Error('enough')) }
  await t.rejects(new Sweep({ ...parts, clock }).run({ ...gently(), signal: stopping.signal }), { message: 'enough' })
  stash.scenes.delete(7)
  const percents: number[] = []
  stash.calls.length = 0
  t.match(await new Sweep(parts).run({ ...gently(), anew: true, onProgress: (percent) => percents.push(percent) }), { outcome: 'swept', forgotten: 1 })
  t.strictSame(stash.asked('indexPage'), [0, 501, 1001])
  t.strictSame(percents, [41, 83])
  t.equal(reader.scene('7'), undefined)
})

t.test('rests four times as long as a page took', async (t) => {
  const { parts } = await filled(t, FakeStash.ofSize(1200))
  let time = 0
  const rests: number[] = []
  const clock = { now: () => (time += 100), sleep: async (ms: number) => void rests.push(ms) }
  await new Sweep({ ...parts, clock }).run(gently())
  t.strictSame(rests, [400, 400])
  await new Sweep({ ...parts, clock }).run({ ...gently(), anew: true })
  t.strictSame(rests, [400, 400, 100, 100], 'for who waits, as long as the page took')
})
