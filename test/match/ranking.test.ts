import * as fc from 'fast-check'
import { test } from 'tap'
import { certainScenes, rank } from '../../core/match/ranking.js'

const candidate = fc.record({ sceneId: fc.integer({ min: 1, max: 15 }).map(String), score: fc.oneof(fc.constant(100), fc.double({ min: 0, max: 100, noNaN: true })), reason: fc.constantFrom('', 'name', 'path') })
const answers = fc.array(fc.record({ matcher: fc.constantFrom('a', 'b', 'c'), candidates: fc.array(candidate, { maxLength: 20 }), heldBack: fc.boolean() }), { maxLength: 5 })

test('ranking is distinct, sorted, bounded, complete', (t) => {
  fc.assert(fc.property(answers, (given) => {
    const ranked = rank(given)
    const ids = ranked.map(({ sceneId }) => sceneId)
    const proposed = new Set(given.flatMap(({ candidates }) => candidates.map(({ sceneId }) => sceneId)))
    const best = (id: string): number => Math.max(...given.flatMap(({ candidates, heldBack }) => candidates.filter(({ sceneId }) => sceneId === id).map(({ score }) => (heldBack ? Math.min(99, score) : score))))
    return new Set(ids).size === ids.length
      && ids.length === Math.min(10, proposed.size)
      && ranked.every(({ sceneId, score }) => score === best(sceneId))
      && ranked.every(({ score }, at) => at === 0 || score <= ranked[at - 1]!.score)
      && [...proposed].every((id) => ids.includes(id) || best(id) <= ranked.at(-1)!.score)
  }))
  t.end()
})

test('certain scenes are those at 100, once each', (t) => {
  fc.assert(fc.property(answers, (given) => {
    const wanted = new Set(given.filter(({ heldBack }) => !heldBack).flatMap(({ candidates }) => candidates.filter(({ score }) => score === 100).map(({ sceneId }) => sceneId)))
    const ids = certainScenes(given).map(({ sceneId }) => sceneId)
    return ids.length === wanted.size && ids.every((id) => wanted.has(id))
  }))
  t.end()
})

test('the reasons of one scene are joined', (t) => {
  const given = [{ matcher: 'a', heldBack: false, candidates: [{ sceneId: '1', score: 40, reason: 'title' }] }, { matcher: 'b', heldBack: false, candidates: [{ sceneId: '1', score: 90, reason: 'name' }, { sceneId: '1', score: 90, reason: 'title' }] }]
  t.strictSame(rank(given), [{ sceneId: '1', score: 90, reason: 'name; title', matcher: 'b' }])
  t.end()
})
