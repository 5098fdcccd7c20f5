import t from 'tap'
import { secrets, startServer, until } from './running-server.js'

t.test('explains a file, a scene and an item', async (t) => {
  const running = await startServer(t, { withPlex: true })
  await running.ready()
  await running.plex?.register(running.url)
  const results = await running.plex?.scan() ?? []
  const matched = results.find(({ outcome }) => outcome.kind === 'matched')
  const silent = results.find(({ outcome }) => outcome.kind === 'none')
  const guid = matched?.outcome.kind === 'matched' ? matched.outcome.guid : ''
  const item = [...running.plex?.items.values() ?? []].find((one) => one.guid === guid)
  const key = guid.split('/').at(-1) ?? ''

  await t.test('a file that is matched', async (t) => {
    const { status, body } = await running.admin(`/explain?filename=${encodeURIComponent(matched?.filename ?? '')}`)
    t.equal(status, 200)
    t.match(body, { kind: 'file', hints: { manual: false }, decision: { kind: 'matched', words: /^matched scene \d+ by / }, scene: { ratingKey: key } })
    t.ok(body.places.length > 0)
    const covered = body.places.find((place: { stash?: object }) => place.stash !== undefined)
    t.match(covered.rules.at(-1), { rule: String, stashPath: String })
    t.ok(body.places.some(({ inPlex }: { inPlex: unknown }) => typeof inPlex === 'object'), 'Plex was a witness')
    t.match(body.trace.asked, [{ matcher: String, said: String, ms: Number }])
    t.match(body.text, /Where the file can be:[^]*leads to[^]*Asked:[^]*Decision: matched scene \d+ by[^]*Plex is told:\n {2}title:/)
  })

  await t.test('a file that is not', async (t) => {
    const { body } = await running.admin(`/explain?filename=${encodeURIComponent(silent?.filename ?? '')}`)
    t.match(body, { decision: { kind: 'none', words: /^no match: / }, scene: undefined })
    t.match(running.log(), new RegExp(`"msg":"${body.decision.words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('"', '\\\\"')}"`), 'the log says it in the same words')
  })

  await t.test('Fix Match by title', async (t) => {
    const { body } = await running.admin('/explain?title=the&manual=1')
    t.equal(body.hints.manual, true)
    t.match(body.text, /^Fix Match of the/)
  })

  await t.test('a scene, with every enricher', async (t) => {
    const { status, body } = await running.admin(`/explain?ratingKey=${key}`)
    t.equal(status, 200)
    t.match(body, { kind: 'scene', ratingKey: key, base: { title: String }, metadata: { title: String } })
    const { plugins } = (await running.admin('/plugins')).body
    const enrichers = plugins.flatMap(({ capabilities }: { capabilities: { kind: string, name: string }[] }) => capabilities.filter(({ kind }) => kind === 'enricher').map(({ name }) => name))
    t.strictSame(new Set(body.steps.map(({ enricher }: { enricher: string }) => enricher)), new Set(enrichers))
    t.ok(body.steps.every((step: { patch?: object, fault?: string }) => (step.patch === undefined) !== (step.fault === undefined)))
  })

  await t.test('an item by Plex\'s own key', async (t) => {
    const { status, body } = await running.admin(`/explain?ratingKey=${item?.sample.ratingKey}`)
    t.equal(status, 200)
    t.match(body, { kind: 'item', item: { matchedTo: key.split('-')[0] }, files: [{ decision: { kind: 'matched' } }], scene: { ratingKey: key } })
    t.match(body.text, /^Plex's item \d+ ".*": matched to scene/)
  })

  await t.test('only what there is, and only with the key', async (t) => {
    t.equal((await fetch(`${running.url}/explain?filename=x`)).status, 401)
    t.match(await running.admin('/explain'), { status: 400, body: { error: { code: 'S2P_BAD_REQUEST' } } })
    t.match(await running.admin('/explain?ratingKey=x'), { status: 400 })
    t.match(await running.admin('/explain?ratingKey=99999999'), { status: 404, body: { error: { code: 'S2P_ITEM_UNKNOWN' } } })
    t.match(await running.admin('/explain?ratingKey=999999-abc'), { status: 404, body: { error: { code: 'S2P_SCENE_UNKNOWN' } } })
    t.match(await running.admin('/explain?filename[]=x&filename=%00&title=a&title=b&manual=maybe&year=x'), { status: 200 })
  })

  await t.test('health tells everything to the admin', async (t) => {
    const { body } = await running.admin('/health')
    t.match(body, { catalog: { phase: 'complete' }, stash: { reachable: true, version: /^v0/ }, plex: { configured: true, reachable: true }, pending: { ready: 0 }, pictures: { reach: 'private', warning: /1\.43\.5/ } })
    t.match(body.problems, [/private network/])
    t.equal((await fetch(`${running.url}/health`)).status, 401)
    t.strictSame(await (await fetch(`${running.url}/health/ready`)).json(), { status: 'ready' }, 'and nothing to a stranger')
    t.match(body, { freshness: 'fresh' })
  })

  for (const [name, secret] of Object.entries(secrets)) t.notOk(running.log().includes(secret), `the ${name} secret is nowhere in the log`)
})

t.test('a file is not left behind by an outage', async (t) => {
  const running = await startServer(t, { yaml: { pathMappings: undefined } })
  await running.ready()
  const [first] = running.library.scenes
  const path = first?.files[0]?.path ?? ''
  const unknown = '/data/media/brand new.mp4'
  await running.stash.goAway()
  const failed = await running.match({ title: 'x', filename: unknown })
  t.match(failed, { status: 503, body: { error: { code: 'S2P_CANNOT_KNOW_YET' } } })
  t.notMatch(JSON.stringify(failed.body), /127\.0\.0\.1|ECONN/)
  t.equal((await running.match({ title: 'x', filename: path })).status, 200, 'what the catalog knows is matched all the same')
  t.match((await running.admin('/matches/pending')).body, { counts: { ready: 0, waiting: 1 }, whatToPress: /Refresh Metadata/, pending: [{ state: 'waiting', filename: unknown.slice(1), title: 'x', times: 1 }] })
  t.match((await running.admin('/health')).body, { status: 'needs attention', stash: { reachable: false }, pending: { waiting: 1 } })
  await running.stash.comeBack()
  const sceneId = running.stash.edit.addScene({ path: unknown })
  t.equal((await fetch(`${running.url}/matches/pending`)).status, 401)
  t.match(await running.admin('/matches/pending?limit=0'), { status: 400 })
  t.match(await running.admin('/matches/pending?state=odd'), { status: 400 })
  t.match(await running.admin('/matches/pending?cursor=-1'), { status: 400 })
  // Any match catches the catalog up; the second look then finds the file that waits.
  await until(async () => (await running.match({ title: 'y', filename: '/data/media/no such file.mp4' })).status === 200)
  await until(async () => (await running.admin('/matches/pending')).body.counts.ready === 1)
  t.match((await running.admin('/matches/pending?state=ready')).body.pending, [{ state: 'ready', filename: unknown.slice(1), sceneId: String(sceneId), readySince: String }])
  t.match((await running.admin('/health')).body.problems.join(), /1 file\(s\) that Plex got no scene for can be matched now/)
  await until(() => /1 file that Plex got no scene for can be matched now/.test(running.log()))
  t.equal((await running.match({ title: 'x', filename: unknown })).body.MediaContainer.size, 1, 'Refresh Metadata was pressed')
  t.match((await running.admin('/matches/pending')).body, { counts: { ready: 0, waiting: 0, empty: 1 }, pending: [] })
})
