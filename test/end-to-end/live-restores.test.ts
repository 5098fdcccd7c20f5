import t from 'tap'
import { allRight, LiveStage, neverWrong, numbered } from './live-stage.js'

const old = numbered('old', 1, 20)

for (const [what, again] of [['fewer', 3], ['as many', 5], ['more', 8]] as const) {
  t.test(`a restored backup that gives ${what} ids again is seen`, async (t) => {
    const stage = await LiveStage.set(t)
    const { edit } = stage.stash
    const backup = edit.backup()
    const lost = numbered('lost', 1, 5)
    for (const path of lost) edit.addScene({ path: `/data/media/${path}` })
    await allRight(t, stage, lost)
    edit.restore(backup)
    const all = [...lost, ...numbered('again', 1, again), ...old]
    for (const path of numbered('again', 1, again)) edit.addScene({ path: `/data/media/${path}` })
    await neverWrong(t, stage, all)
    await stage.looks()
    await stage.until('the catalog to be complete', async () => (await stage.health()).catalog.phase === 'complete')
    await allRight(t, stage, all)
  })
}

t.test('a backup restored without new scenes is compared early', async (t) => {
  const stage = await LiveStage.set(t, { sweepEveryMs: 6000 })
  const { edit } = stage.stash
  const backup = edit.backup()
  edit.renameFile('/data/media/old/1.mp4', '/data/media/renamed/1.mp4')
  edit.addScene({ path: '/data/media/lost/1.mp4' })
  await stage.looks()
  await allRight(t, stage, ['renamed/1.mp4', 'lost/1.mp4'])
  edit.restore(backup)
  await stage.until('a comparison before its time', async () => stage.lines.some((line) => line.includes('1 scenes corrected')))
  await allRight(t, stage, ['renamed/1.mp4', 'lost/1.mp4', 'old/1.mp4'])
})

t.test('a rebuilt Stash leaves nothing wrong behind', async (t) => {
  const stage = await LiveStage.set(t)
  stage.stash.edit.rebuild()
  await neverWrong(t, stage, old)
  await stage.looks()
  await stage.until('the catalog to be complete', async () => (await stage.health()).catalog.phase === 'complete')
  await allRight(t, stage, old)
})

t.test('another version of Stash is asked what it can', async (t) => {
  const stage = await LiveStage.set(t, { version: '0.27' })
  const { stash } = stage
  await stash.goAway()
  await stash.comeBack('0.30')
  await stage.until('a look', async () => stage.lines.some((line) => line.includes('Stash is v0.30.1 now')))
  stash.edit.renameFile('/data/media/old/2.mp4', '/data/media/new/2.mp4')
  await stage.looks()
  t.equal(stage.pathsAsked, 0)
  await allRight(t, stage, ['new/2.mp4', 'old/2.mp4'])
  t.ok(stage.pathsAsked > 0, 'a miss is looked up by path now')
  await stash.goAway()
  await stash.comeBack('0.24')
  await stage.until('a look', async () => stage.lines.some((line) => line.includes('Stash is v0.24.1 now')))
  stash.edit.addFile(4, { path: '/data/media/new/4.mp4' })
  await stage.looks()
  await allRight(t, stage, ['new/4.mp4', 'old/4.mp4'])
  t.match(await stage.health(), { freshness: 'fresh' })
})

t.test('how old the catalog is survives a restart', async (t) => {
  const stage = await LiveStage.set(t)
  t.match(await stage.health(), { freshness: 'fresh', catalog: { checkedAt: Number, sweptAt: Number } })
  await stage.stash.goAway()
  const { checkedAt, sweptAt } = (await stage.health()).catalog
  await stage.stop()
  await stage.start()
  await stage.until('the outage to be noticed', async () => (await stage.health()).freshness.startsWith('stale since'))
  const { catalog } = await stage.health()
  t.match(catalog, { sweptAt, staleSince: checkedAt }, 'stale since the last look, not since the start')
  await allRight(t, stage, ['old/1.mp4'])
  await stage.stash.comeBack()
  await stage.until('a look', async () => (await stage.health()).freshness === 'fresh')
})
