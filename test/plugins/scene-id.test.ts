import { test } from 'tap'
import sceneId from '../../plugins/scene-id/index.js'
import { typedSceneId } from '../../plugins/scene-id/typed-scene.js'
import type { CatalogScene } from '../../shared/plugin-api/index.js'
import { ask, certain, matchersOf } from './fake-host.js'

const typed: readonly (readonly [title: string, id: string | undefined])[] = [
  ['stash-123', '123'], ['{stash-123}', '123'], ['the one with {stash-123}', '123'], ['{stash-1} {stash-2}', undefined], ['stash.local:9999/scenes/123', '123'], ['Stash:123', '123'], ['123', '123'], ['#0123', '123'], [' 123 ', '123'],
  ['http://stash.local:9999/scenes/123?queue=1#x', '123'], ['https://h/stash/scenes/123', '123'],
  ['Scene 123', undefined], ['0', undefined], ['stash-', undefined], ['https://h/performers/3', undefined], ['1'.repeat(30), undefined],
]

test('reads a scene\'s id that was typed', (t) => {
  for (const [title, id] of typed) t.equal(typedSceneId({ manual: true, title, places: [] }), id, title)
  t.equal(typedSceneId({ manual: false, title: 'stash-123', places: [] }), undefined, 'only in Fix Match')
  t.equal(typedSceneId({ manual: true, title: '01', filename: 'a/01.mp4', places: [] }), undefined, 'not what the scanner made')
  t.end()
})


const scenes = ['6', '7'].map((id): CatalogScene => ({ id, createdAt: 1, title: undefined, date: undefined, organized: false }))

test('a typed id that exists is on top', async (t) => {
  const matchers = await matchersOf(sceneId, { scenes }, undefined)
  t.match(await ask(matchers, { manual: true, title: 'stash-6', places: [] }), [{ sceneId: '6', score: 100 }])
  t.strictSame(await ask(matchers, { manual: true, title: 'stash-8', places: [] }), [], 'no such scene')
})

const names: readonly (readonly [filename: string, id: string | undefined])[] = [
  ['Blue Harbour {stash-6}.mp4', '6'], ['{STASH-006}/a.mp4', '6'], ['{stash-6}/b {stash-6}.mp4', '6'], ['a {stash-8}.mp4', undefined],
  ['{stash-6}/b {stash-7}.mp4', undefined], ['{stash-6} {stash-8}.mp4', undefined], ['stash-6.mp4', undefined], ['[stash-6].mp4', undefined],
  ['{stash-0}.mp4', undefined], ['{stash-6x}.mp4', undefined], ['{tmdb-6}.mp4', undefined], ['6.mp4', undefined],
]

for (const [filename, id] of names) {
  test(`the id in ${filename} leads to ${id ?? 'nothing certain'}`, async (t) => {
    const matchers = await matchersOf(sceneId, { scenes, complete: false }, undefined)
    t.equal(certain(await ask(matchers, { manual: false, filename, title: '{stash-7}', places: [] })), id)
    t.ok(matchers.every(({ certainWhileFilling }) => certainWhileFilling === true))
  })
}

test('several ids in a name are choices', async (t) => {
  const matchers = await matchersOf(sceneId, { scenes }, undefined)
  t.match(await ask(matchers, { manual: true, filename: '{stash-6}/{stash-7}.mp4', places: [] }), [{ sceneId: '6', score: 80 }, { sceneId: '7', score: 80 }])
  t.equal(certain(await ask(matchers, { manual: false, title: 'a {stash-7}', places: [] })), '7', 'the title where no name is told')
})
