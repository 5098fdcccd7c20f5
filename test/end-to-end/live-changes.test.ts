import t from 'tap'
import { allRight, LiveStage, neverWrong, numbered } from './live-stage.js'

t.test('a look without news asks five small questions', async (t) => {
  const stage = await LiveStage.set(t)
  await stage.looks()
  stage.stash.requests.reset()
  await stage.looks(3)
  const { bodies, pathFilters, mostInFlight } = stage.stash.requests
  const asked = bodies.map((body) => /query (\w+)/.exec(body)?.[1])
  const begin = asked.indexOf('Status')
  const one = asked.slice(begin, asked.indexOf('Status', begin + 1))
  t.strictSame(one, ['Status', 'ChangedScenes', 'ChangedFiles', 'ChangedFiles', 'IndexPage'])
  t.equal(pathFilters, 0)
  t.equal(mostInFlight, 1, 'one after the other')
})

t.test('renamed files are right at once and known after one look', async (t) => {
  const stage = await LiveStage.set(t)
  const { edit } = stage.stash
  edit.renameFile('/data/media/old/7.mp4', '/data/media/new/seven.mp4')
  await allRight(t, stage, ['new/seven.mp4'])
  edit.renameFile('/data/media/old/8.mp4', '/data/media/new/eight.mp4')
  edit.renameFile('/data/media/old/1.mp4', '/data/media/old/other.mp4')
  edit.renameFile('/data/media/old/2.mp4', '/data/media/old/1.mp4')
  edit.renameFile('/data/media/old/other.mp4', '/data/media/old/2.mp4')
  await stage.looks()
  const before = stage.pathsAsked
  await allRight(t, stage, ['new/eight.mp4', 'new/seven.mp4', 'old/1.mp4', 'old/2.mp4'])
  t.equal(stage.pathsAsked, before, 'the look had found them, and two that swapped their names')
  await allRight(t, stage, ['old/7.mp4', 'old/8.mp4'])
})

t.test('a folder of 1,000 is known after one comparison', async (t) => {
  const stage = await LiveStage.set(t, { scenes: 1200, sweepEveryMs: 1 })
  stage.stash.edit.renameFolder('/data/media/old', '/data/media/moved')
  await allRight(t, stage, ['moved/1.mp4', 'moved/1000.mp4'])
  await stage.sweep()
  const before = stage.pathsAsked
  await allRight(t, stage, numbered('moved', 1, 1000))
  t.equal(stage.pathsAsked, before, 'the comparison had found them')
  await neverWrong(t, stage, numbered('old', 1, 20))
  t.strictSame(sweepPages(stage).slice(0, 4), [0, 500, 1000, 0], 'a page of 500 at a time')
})

function sweepPages({ stash }: LiveStage): number[] {
  return stash.requests.bodies.map((body) => JSON.parse(body) as { query: string, variables: { after: number, limit: number } })
    .filter(({ query, variables }) => query.includes('IndexPage') && variables.limit === 500)
    .map(({ variables }) => variables.after)
}

for (const version of ['0.30', '0.24']) {
  t.test(`copies, merges and new scenes are right at ${version}`, async (t) => {
    const stage = await LiveStage.set(t, { version })
    const { edit, requests } = stage.stash
    edit.addFile(4, { path: '/data/media/copies/4.mp4', content: 4 })
    edit.merge(5, 6)
    edit.deleteScene(10)
    edit.addScene({ path: '/data/media/old/10.mp4' })
    await neverWrong(t, stage, ['old/5.mp4', 'old/6.mp4', 'old/10.mp4', ...version === '0.24' ? [] : ['copies/4.mp4']])
    await stage.looks()
    await allRight(t, stage, ['copies/4.mp4', 'old/4.mp4', 'old/5.mp4', 'old/6.mp4', 'old/10.mp4'])
    t.equal((await stage.health()).catalog.scenes, 19, 'the merged and the deleted one are forgotten')
    requests.reset()
    for (const path of numbered('scan', 1, 20)) {
      edit.addScene({ path: `/data/media/${path}` })
      await allRight(t, stage, [path])
    }
    const looks = requests.fields['systemStatus'] ?? 0
    t.ok(requests.graphql <= 20 * 3 + 6 * (looks + 1), `${requests.graphql} requests, with ${looks} looks, for 20 scenes made during a scan`)
  })
}

t.test('what leaves no trace is known after one comparison', async (t) => {
  const stage = await LiveStage.set(t, { version: '0.24', sweepEveryMs: 1 })
  stage.stash.edit.deleteScene(9)
  stage.stash.edit.renameFile('/data/media/old/3.mp4', '/data/media/old/three.mp4')
  await neverWrong(t, stage, ['old/9.mp4', 'old/three.mp4', 'old/3.mp4'])
  await stage.sweep()
  await allRight(t, stage, ['old/9.mp4', 'old/three.mp4', 'old/3.mp4'])
  t.same(await stage.match('old/9.mp4'), { status: 200, key: undefined })
})

t.test('changes are seen when Stash changes its time zone', async (t) => {
  const stage = await LiveStage.set(t)
  const { edit } = stage.stash
  for (const [index, zone] of [-300, 840, -720].entries()) {
    edit.setOffset(zone)
    edit.addFile(11 + index, { path: `/data/media/zone/copy ${index}.mp4` })
    edit.renameFile(`/data/media/old/${15 + index}.mp4`, `/data/media/zone/renamed ${index}.mp4`)
    await stage.looks()
    const before = stage.pathsAsked
    await allRight(t, stage, [`zone/copy ${index}.mp4`, `zone/renamed ${index}.mp4`])
    t.equal(stage.pathsAsked, before, `the look had found them at ${zone} minutes`)
  }
})
