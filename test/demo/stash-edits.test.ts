import { test } from 'tap'
import { generateLibrary } from '../../demo/library/generate-library.js'
import { startSampleStash } from '../../demo/stash/start-sample-stash.js'
import type { SampleStash } from '../../demo/stash/start-sample-stash.js'
import { ask } from './ask-stash.js'

const library = generateLibrary({ seed: 12, scenes: 60 })
const first = library.scenes.find((scene) => scene.files.length === 1)
const [id, path, folder] = [first?.id ?? 0, first?.files[0]?.path ?? '', first?.files[0]?.folder ?? '']

interface State { readonly created_at: string, readonly updated_at: string, readonly files: readonly { path: string, updated_at: string }[] }

async function state(stash: SampleStash, of = id): Promise<State | null> {
  return (await ask(stash, `{ findScene(id: ${of}) { created_at updated_at files { path updated_at } } }`)).data.findScene as State | null
}

async function started(t: { teardown(close: () => unknown): unknown }): Promise<SampleStash> {
  const stash = await startSampleStash({ library })
  t.teardown(() => stash.close())
  return stash
}

test('a folder rename touches no timestamp', async (t) => {
  const stash = await started(t)
  const before = await state(stash)
  stash.edit.renameFolder(folder, '/data/media/renamed')
  const after = await state(stash)
  t.equal(after?.files[0]?.path, path.replace(folder, '/data/media/renamed'))
  t.same([after?.updated_at, after?.files[0]?.updated_at], [before?.updated_at, before?.files[0]?.updated_at])
  t.same((await ask(stash, '{ findFolder(path: "/data/media/renamed") { path } }')).data.findFolder.path, '/data/media/renamed')
})

test('a file rename touches the file alone', async (t) => {
  const stash = await started(t)
  const before = await state(stash)
  stash.edit.renameFile(path, `${folder}/other.mp4`)
  const after = await state(stash)
  t.equal(after?.updated_at, before?.updated_at)
  t.not(after?.files[0]?.updated_at, before?.files[0]?.updated_at)
  t.equal((await ask(stash, 'query ($p: String) { findFile(path: $p) { id } }', { variables: { p: path } })).data, null)
})

test('another file touches its scene', async (t) => {
  const stash = await started(t)
  const before = await state(stash)
  stash.edit.addFile(id, { path: '/data/archive/second.mp4' })
  const after = await state(stash)
  t.same(after?.files.map((file) => file.path), [path, '/data/archive/second.mp4'])
  t.not(after?.updated_at, before?.updated_at)
})

test('ids of deleted scenes do not come again', async (t) => {
  const stash = await started(t)
  const added = stash.edit.addScene({ path: '/data/media/new.mp4' }, { title: 'New' })
  stash.edit.deleteScene(added)
  t.equal(await state(stash, added), null)
  t.equal(stash.edit.addScene({ path: '/data/media/newer.mp4' }), added + 1)
})

test('a merge moves the files and removes the scene', async (t) => {
  const stash = await started(t)
  const added = stash.edit.addScene({ path: '/data/media/new.mp4' })
  stash.edit.merge(added, id)
  t.equal(await state(stash, added), null)
  t.same((await state(stash))?.files.map((file) => file.path), [path, '/data/media/new.mp4'])
})

test('a rebuilt database gives the ids to others', async (t) => {
  const stash = await started(t)
  const before = await state(stash)
  stash.edit.rebuild()
  const after = await state(stash)
  t.not(after?.files[0]?.path, before?.files[0]?.path)
  t.not(after?.created_at, before?.created_at)
})

test('a new offset holds for new rows only', async (t) => {
  const stash = await started(t)
  stash.edit.setOffset(-300)
  const added = stash.edit.addScene({ path: '/data/media/new.mp4' })
  t.match((await state(stash, added))?.updated_at, /-05:00$/)
  t.match((await state(stash))?.updated_at, /\+02:00$/)
  t.not((await ask(stash, `{ findScene(id: ${added}) { id } }`)).data.findScene, null)
})
