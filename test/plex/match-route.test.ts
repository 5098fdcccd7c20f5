import t from 'tap'
import { fault } from '../../core/errors.js'
import type { RankedCandidate } from '../../core/match/match-outcome.js'
import { sampleScene } from '../metadata/sample-scene.js'
import { Behind, key12, provider, scene12 } from './provider-harness.js'

const body = { type: 1, title: 'A Title', year: 2023, filename: '/Studio/A File.mp4', manual: 0 }
const url = '/library/metadata/matches'

function candidate(sceneId: string, score = 100): RankedCandidate {
  return { sceneId, score, reason: 'same path, rule nas', matcher: 'path-mapping' }
}

const away = fault('S2P_STASH_UNREACHABLE', { url: 'http://stash', why: 'ECONNREFUSED' })

t.test('answers a known file without asking Stash', async (t) => {
  const behind = new Behind()
  behind.inCatalog(scene12)
  behind.decision = { kind: 'matched', candidate: candidate('12'), why: '' }
  behind.stashError = away
  const response = await provider(t, behind).inject({ method: 'POST', url, payload: body })
  t.equal(response.statusCode, 200)
  t.strictSame(response.json().MediaContainer, {
    offset: 0, totalSize: 1, identifier: 'tv.plex.agents.custom.stash2plex', size: 1,
    Metadata: [{
      ratingKey: key12, key: `/library/metadata/${key12}`, guid: `tv.plex.agents.custom.stash2plex://movie/${key12}`,
      type: 'movie', title: 'A Title', year: 2023, originallyAvailableAt: '2023-05-06',
    }],
  })
  t.strictSame(behind.loads, [])
  t.match(behind.hints, [{ manual: false, title: 'A Title', places: [{ root: '/plex' }] }])
  t.match(behind.outcomes, [{ say: 'matched scene 12 by path-mapping', match: 'matched', about: { title: 'A Title' } }])
})

t.test('names a scene without title after its file', async (t) => {
  const behind = new Behind()
  behind.inCatalog(sampleScene({ title: undefined, date: '2021' }))
  behind.decision = { kind: 'matched', candidate: candidate('12'), why: '' }
  const response = await provider(t, behind).inject({ method: 'POST', url, payload: body })
  t.match(response.json().MediaContainer.Metadata, [{ title: 'A File.name', year: 2021, originallyAvailableAt: '2021-01-01' }])
})

t.test('asks Stash about what the catalog lacks', async (t) => {
  const behind = new Behind()
  behind.decision = { kind: 'matched', candidate: candidate('12'), why: '' }
  const app = provider(t, behind)
  t.match((await app.inject({ method: 'POST', url, payload: body })).json().MediaContainer.Metadata, [{ ratingKey: key12 }])
  behind.stashError = away
  t.equal((await app.inject({ method: 'POST', url, payload: body })).statusCode, 503)
  behind.stashError = undefined
  behind.scenes.clear()
  t.equal((await app.inject({ method: 'POST', url, payload: body })).json().MediaContainer.size, 0)
})

t.test('offers up to ten distinct scenes to choose', async (t) => {
  const behind = new Behind()
  const ids = Array.from({ length: 14 }, (_, index) => String(20 + index))
  for (const id of ids) behind.scenes.set(id, sampleScene({ id, title: `Title ${id}` }))
  behind.scenes.delete('21')
  behind.decision = { kind: 'choices', candidates: ['20', '20', ...ids].map((id) => candidate(id, 60)), why: '' }
  const app = provider(t, behind)
  const response = await app.inject({ method: 'POST', url, payload: { ...body, manual: 1 }, headers: { host: 'nas:1' } })
  const { Metadata: items, size } = response.json().MediaContainer
  t.equal(size, 9, 'ten, without the one that is gone')
  t.strictSame(items.map(({ title }: { title: string }) => title).slice(0, 3), ['Title 20', 'Title 22', 'Title 23'])
  t.match(items[0], { year: 2023, summary: /First line/, thumb: /^http:\/\/nas:1\/artwork\/scene\// })
})

t.test('offers plain names while Stash is away', async (t) => {
  const behind = new Behind()
  behind.inCatalog(scene12)
  behind.decision = { kind: 'choices', candidates: [candidate('12', 60), candidate('99', 50)], why: '' }
  behind.stashError = away
  const refused = await provider(t, behind).inject({ method: 'POST', url, payload: { ...body, manual: 1 } })
  t.match(refused.json().MediaContainer, { size: 1, Metadata: [{ ratingKey: key12, title: 'A Title', year: 2023 }] })
  behind.hanging = true
  const slow = await provider(t, behind, { describeMs: 20 }).inject({ method: 'POST', url, payload: { ...body, manual: 1 } })
  t.match(slow.json().MediaContainer, { size: 1, Metadata: [{ ratingKey: key12 }] })
})

t.test('answers nothing when there is no match', async (t) => {
  const behind = new Behind()
  const response = await provider(t, behind).inject({ method: 'POST', url, payload: body })
  t.equal(response.statusCode, 200)
  t.match(response.json().MediaContainer, { size: 0, totalSize: 0, Metadata: [] })
  t.match(behind.outcomes, [{ say: 'no match: Stash has no such file', match: 'none' }])
})

t.test('never lets an uncertain scene through', async (t) => {
  const behind = new Behind()
  behind.inCatalog(scene12)
  behind.decision = { kind: 'choices', candidates: [candidate('12', 99)], why: '' }
  const response = await provider(t, behind).inject({ method: 'POST', url, payload: body })
  t.equal(response.json().MediaContainer.size, 0)
})

t.test('asks Plex to return when nothing can be said', async (t) => {
  const behind = new Behind()
  behind.decision = { kind: 'unknown', why: 'the first sync is running' }
  const response = await provider(t, behind).inject({ method: 'POST', url, payload: body })
  t.equal(response.statusCode, 503)
  t.equal(response.json().error.code, 'S2P_CANNOT_KNOW_YET')
  t.match(response.headers['retry-after'], /^\d+$/)
  t.match(behind.outcomes, [{ match: 'unknown', code: 'S2P_CANNOT_KNOW_YET' }])
})

t.test('has matches for movies alone', async (t) => {
  const behind = new Behind()
  behind.decision = { kind: 'matched', candidate: candidate('12'), why: '' }
  behind.inCatalog(scene12)
  const app = provider(t, behind)
  const sizes: number[] = []
  for (const type of [2, '4', 18, 1, '1', undefined]) {
    sizes.push((await app.inject({ method: 'POST', url, payload: { ...body, type } })).json().MediaContainer.size)
  }
  t.strictSame(sizes, [0, 0, 0, 1, 1, 1])
})

t.test('keeps adult scenes back when told', async (t) => {
  const behind = new Behind()
  behind.decision = { kind: 'matched', candidate: candidate('12'), why: '' }
  behind.inCatalog(scene12)
  const app = provider(t, behind, { adult: 'require' })
  const sizes: number[] = []
  for (const includeAdult of [undefined, 0, false, 1, '1', true]) {
    sizes.push((await app.inject({ method: 'POST', url, payload: { ...body, includeAdult } })).json().MediaContainer.size)
  }
  t.strictSame(sizes, [0, 0, 0, 1, 1, 1])
  t.match(behind.outcomes[0], { say: /match\.adult/, match: 'none' })
  t.equal(behind.hints.length, 3, 'no matcher is asked otherwise')
})

t.test('reads JSON whatever its type says', async (t) => {
  const behind = new Behind()
  behind.decision = { kind: 'matched', candidate: candidate('12'), why: '' }
  behind.inCatalog(scene12)
  const app = provider(t, behind)
  const types = ['application/json', 'application/json; charset=utf-8', 'text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense', undefined]
  for (const type of types) {
    const response = await app.inject({ method: 'POST', url, payload: `\uFEFF${JSON.stringify(body)}`, headers: type === undefined ? {} : { 'content-type': type } })
    t.equal(response.statusCode, 200, String(type))
    t.equal(response.json().MediaContainer?.size, 1)
  }
})

t.test('refuses bodies that are no JSON object', async (t) => {
  const app = provider(t, new Behind())
  for (const payload of ['', '{', '{"type":1', 'null', '[]', '"text"', '1', 'title=x', '{"a":undefined}', '\u0000']) {
    const response = await app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json' } })
    t.equal(response.statusCode, 400, JSON.stringify(payload))
    t.equal(response.json().error.code, 'S2P_BAD_JSON')
  }
  t.equal((await app.inject({ method: 'POST', url })).json().error.code, 'S2P_BAD_JSON', 'no body at all')
})

t.test('refuses bodies that are too large', async (t) => {
  const app = provider(t, new Behind())
  const response = await app.inject({ method: 'POST', url, payload: { ...body, title: 'x'.repeat(1_048_576) } })
  t.equal(response.statusCode, 413)
  t.strictSame(response.json().error.code, 'S2P_BODY_TOO_LARGE')
  t.match(response.json().error.message, /1048576/)
  t.equal((await app.inject({ method: 'POST', url, payload: body })).statusCode, 200, 'and lives on')
})

t.test('survives fields of the wrong types', async (t) => {
  const app = provider(t, new Behind())
  for (const value of [null, [], {}, -1, 1e300, true, 'text', ['a'], '\u0000']) {
    const payload = Object.fromEntries(['title', 'year', 'filename', 'guid', 'manual', 'includeAdult'].map((name) => [name, value]))
    t.equal((await app.inject({ method: 'POST', url, payload })).statusCode, 200, JSON.stringify(value))
  }
  t.equal((await app.inject({ method: 'POST', url, payload: '{"__proto__":{"manual":1},"constructor":1}' })).statusCode, 200)
})

t.test('remembers the files that must wait', async (t) => {
  const behind = new Behind()
  const notes: string[] = []
  const pending = { remember: ({ filename, kind }: { filename: string, kind: string }) => notes.push(`${kind}: ${filename}`), answered: (filename: string) => notes.push(`answered: ${filename}`) }
  const app = provider(t, behind, { pending })
  behind.decision = { kind: 'unknown', why: 'the first sync is running' }
  await app.inject({ method: 'POST', url, payload: body })
  await app.inject({ method: 'POST', url, payload: { ...body, manual: 1 } })
  await app.inject({ method: 'POST', url, payload: { ...body, filename: undefined } })
  behind.decision = { kind: 'matched', candidate: candidate('12'), why: '' }
  behind.stashError = away
  await app.inject({ method: 'POST', url, payload: body })
  behind.inCatalog(scene12)
  await app.inject({ method: 'POST', url, payload: body })
  behind.decision = { kind: 'none', why: 'no matcher knows a scene for it' }
  await app.inject({ method: 'POST', url, payload: body })
  await app.inject({ method: 'POST', url, payload: { ...body, type: 2 } })
  t.strictSame(notes, ['later: Studio/A File.mp4', 'later: Studio/A File.mp4', 'answered: Studio/A File.mp4', 'empty: Studio/A File.mp4'])
})
