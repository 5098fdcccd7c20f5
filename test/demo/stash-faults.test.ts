import { test } from 'tap'
import { generateLibrary } from '../../demo/library/generate-library.js'
import { noFaults } from '../../demo/stash/faults.js'
import { startSampleStash } from '../../demo/stash/start-sample-stash.js'
import { ask, get } from './ask-stash.js'

const library = generateLibrary({ seed: 13, scenes: 60 })
const oneScene = '{ findScene(id: 1) { title studio { name } } }'

test('the sample Stash fails as it is told', async (t) => {
  const stash = await startSampleStash({ library, coverBytes: (id) => id === 1 ? 3_000_000 : 5000 })
  t.teardown(() => stash.close())
  t.beforeEach(() => Object.assign(stash.faults, noFaults()))

  await t.test('a locked database is told with status 200', async (inner) => {
    stash.faults.databaseLocked = 1
    const { status, data, errors } = await ask(stash, oneScene)
    inner.same([status, data, errors?.[0]?.message], [200, { findScene: null }, 'beginning transaction: database is locked'])
    inner.equal((await ask(stash, oneScene)).errors, undefined)
  })

  await t.test('an old database answers its status alone', async (inner) => {
    stash.faults.needsMigration = true
    inner.equal((await ask(stash, '{ systemStatus { status } }')).data.systemStatus.status, 'NEEDS_MIGRATION')
    inner.match((await ask(stash, oneScene)).errors?.[0]?.message, /^Internal system error/)
  })

  await t.test('data and errors can come together', async (inner) => {
    stash.faults.partial = true
    const { data, errors } = await ask(stash, oneScene)
    inner.equal(data.findScene.studio, null)
    inner.same(errors?.[0]?.path, ['findScene', 'studio'])
  })

  await t.test('answers can be of the wrong kind', async (inner) => {
    Object.assign(stash.faults, { answer: 'html', answers: 1 })
    inner.match((await ask(stash, oneScene)).text, '<!DOCTYPE html>')
    inner.equal((await ask(stash, oneScene)).status, 200, 'one request only')
    Object.assign(stash.faults, { answer: 500, answers: 1, answerTo: 'images' })
    inner.equal((await ask(stash, oneScene)).status, 200)
    inner.equal((await get(stash, '/scene/1/screenshot')).status, 500)
  })

  await t.test('connections can break, hang and drip', async (inner) => {
    Object.assign(stash.faults, { answer: 'reset', answers: 1 })
    await inner.rejects(ask(stash, oneScene))
    Object.assign(stash.faults, { answer: 'hang', answers: 1 })
    await inner.rejects(get(stash, '/graphql', { signal: AbortSignal.timeout(100) }), { name: 'TimeoutError' })
    Object.assign(stash.faults, { answer: 'drip', answers: 1 })
    const response = await fetch(`${stash.url}/graphql`, { signal: AbortSignal.timeout(300) })
    inner.equal(response.status, 200)
    await inner.rejects(response.text(), { name: 'TimeoutError' })
  })

  await t.test('a port that went away refuses', async (inner) => {
    await stash.goAway()
    await inner.rejects(ask(stash, oneScene))
    await stash.comeBack()
    inner.equal((await ask(stash, oneScene)).status, 200)
  })

  await t.test('answers and covers can be large', async (inner) => {
    stash.faults.hugeDetails = 1_000_000
    inner.ok((await ask(stash, '{ findScene(id: 1) { details } }')).text.length > 1_000_000)
    const { length } = (await get(stash, '/scene/1/screenshot')).bytes
    inner.ok(length > 2_999_990 && length <= 3_000_000, String(length))
  })

  await t.test('every request is counted by its fields', async (inner) => {
    stash.requests.reset()
    await ask(stash, '{ a: findScene(id: 1) { id } b: findScene(id: 2) { id } }')
    await ask(stash, '{ findScenes(scene_filter: { NOT: { path: { value: "/a", modifier: EQUALS } } }) { count } }')
    await get(stash, '/studio/1/image')
    const { total, graphql, images, pathFilters, fields, bodies, inFlight } = stash.requests
    inner.same({ total, graphql, images, pathFilters, fields }, { total: 3, graphql: 2, images: 1, pathFilters: 1, fields: { findScene: 2, findScenes: 1 } })
    inner.match(bodies[0], 'findScene')
    inner.equal(inFlight, 0)
  })
})
