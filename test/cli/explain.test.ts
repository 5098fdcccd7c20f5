import t from 'tap'
import { secrets, startServer } from '../end-to-end/running-server.js'
import { nowhere, runHere, runProcess } from './support/run-command.js'

t.test('tells in words why a file has its scene', async (t) => {
  const server = await startServer(t, { withPlex: true })
  const { library, plex, url } = server
  await server.ready()
  plex?.createItems()
  const item = library.items.find(({ category, certain }) => category === 'mapped' && certain)
  const env = { STASH2PLEX_URL: url, API_KEY: secrets.api }
  const byPath = await runProcess(['explain', item?.path ?? ''], env)
  t.match(byPath, { code: 0, err: '', out: new RegExp(`^Automatic match of .*\\n(?:.*\\n)*Decision: .*${item?.sceneId}`) })
  t.match(await runHere(['explain', String(item?.ratingKey)], env), { code: 0, out: new RegExp(`Decision: .*${item?.sceneId}`) })
  const asJson = JSON.parse((await runHere(['explain', item?.path ?? '', '--json'], env)).out) as { kind: string, scene: { ratingKey: string } }
  t.equal(asJson.kind, 'file')
  t.match(await runHere(['explain', asJson.scene.ratingKey], env), { code: 0, out: new RegExp(`${item?.sceneId}`) }, 'by a key of ours')
  t.match(await runHere(['explain', '4711', '--file', '--manual'], env), { code: 0, out: /^Fix Match of 4711/ })
  t.match(JSON.parse((await runHere(['explain', 'x.mp4', '--title', 'A title', '--year', '2020', '--json'], env)).out), { hints: { filename: 'x.mp4', title: 'A title', year: 2020 } })
  const nasty = await runHere(['explain', 'bad\u001B[2Jname.mp4'], env)
  t.equal(nasty.code, 0)
  t.notMatch(nasty.out, '\u001B', 'a terminal has nothing to obey')
})

t.test('says what is wrong when it cannot', async (t) => {
  const { url } = await startServer(t)
  const env = { STASH2PLEX_URL: url, API_KEY: secrets.api }
  t.match(await runHere(['explain', '4711'], env), { code: 1, out: '', err: /^S2P_BAD_REQUEST: .*PLEX_URL/ })
  t.match(await runHere(['explain', '4711-zz'], env), { code: 1, err: /^S2P_SCENE_UNKNOWN: / })
  t.match(await runHere(['explain', 'a.mp4'], { ...env, API_KEY: 'wrong-key' }), { code: 1, err: /^S2P_SERVER_KEY_WRONG: (?!.*wrong-key)/ })
  t.match(await runHere(['explain', 'a.mp4', '--url', nowhere], env), { code: 1, err: /^S2P_SERVER_AWAY: .*127\.0\.0\.1:9/ })
  t.match(await runHere(['explain', 'a.mp4', '--url', 'nas'], env), { code: 2, err: /^S2P_USAGE: .*nas is no address/ })
  t.match(await runHere(['explain'], env), { code: 2, err: /explain wants <file or rating key> after it/ })
})
