import { test } from 'tap'
import { categories } from '../../demo/library/categories.js'
import { generateLibrary } from '../../demo/library/generate-library.js'
import { layoutNames, layouts } from '../../demo/library/layout.js'
import type { Layout } from '../../demo/library/layout.js'
import type { SampleLibrary, SampleStashFile } from '../../demo/library/sample-library.js'
import { oshashOf } from '../../demo/library/video.js'

const small = generateLibrary({ seed: 1, scenes: 50 })
const usual = generateLibrary({ seed: 7, scenes: 3000 })

function filesOf(library: SampleLibrary): readonly SampleStashFile[] {
  return library.scenes.flatMap((scene) => scene.files)
}

function byCategory(library: SampleLibrary, name: string) {
  return library.items.filter((item) => item.category === name)
}

function told(seed: number): string {
  return JSON.stringify(generateLibrary({ seed, scenes: 200 }).items.map((item) => [item.path, item.content, item.sceneId]))
}

function unique(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length
}

test('the same seed gives the same library', (t) => {
  t.equal(told(5), told(5))
  t.not(told(5), told(6))
  t.end()
})

test('a library has the scenes that were asked for', (t) => {
  for (const scenes of [50, 51, 400, 3000]) t.equal(generateLibrary({ seed: 3, scenes }).scenes.length, scenes)
  t.throws(() => generateLibrary({ seed: 3, scenes: 49 }), RangeError)
  t.end()
})

test('the smallest library still has every category', (t) => {
  const inStashOnly = new Set(['stash-only', 'no-files'])
  for (const { name } of categories) {
    if (!inStashOnly.has(name)) t.ok(byCategory(small, name).length > 0, name)
  }
  t.ok(small.scenes.some((scene) => scene.files.length === 0), 'a scene without files')
  t.end()
})

test('truth is the same video on both sides', (t) => {
  const contents = new Map(usual.scenes.map((scene) => [scene.id, new Set(scene.files.map((file) => file.content))]))
  const inStash = new Set(filesOf(usual).map((file) => file.content))
  for (const item of usual.items) {
    const held = item.sceneId === undefined ? !inStash.has(item.content) : contents.get(item.sceneId)?.has(item.content)
    if (held !== true) t.fail(`${item.category}: ${item.path}`)
  }
  t.ok(usual.items.every((item) => !item.certain || item.sceneId !== undefined), 'certain items have a scene')
  t.end()
})

test('paths and ids are unique on each side', (t) => {
  t.ok(unique(usual.items.map((item) => item.path)))
  t.ok(unique(usual.items.map((item) => item.ratingKey)))
  t.ok(unique(filesOf(usual).map((file) => file.path)))
  t.ok(unique(filesOf(usual).map((file) => file.id)))
  t.ok(usual.scenes.every((scene, nth) => nth === 0 || scene.id > (usual.scenes[nth - 1]?.id ?? 0)), 'scene ids ascend')
  t.ok(usual.items.every((item) => usual.sections.find(({ id }) => id === item.sectionId)?.locations.some((root) => item.path.startsWith(`${root}/`))))
  t.end()
})

test('strangers share a name with another video', (t) => {
  const named = new Map<string, SampleStashFile[]>()
  for (const file of filesOf(usual)) named.set(file.basename, [...named.get(file.basename) ?? [], file])
  for (const name of ['stranger-generic', 'stranger-telling', 'stranger-same-folder']) {
    for (const item of byCategory(usual, name)) {
      const holders = named.get(item.path.slice(item.path.lastIndexOf('/') + 1)) ?? []
      t.equal(holders.length, 1, `${name}: ${item.path}`)
      t.not(holders[0]?.size, item.size)
    }
  }
  t.end()
})

test('twins differ only in form or case', (t) => {
  const forms = byCategory(usual, 'normal-form-twins').map((item) => item.path)
  t.equal(new Set(forms).size, new Set(forms.map((path) => path.normalize('NFC'))).size * 2)
  const cases = byCategory(usual, 'case-twins').map((item) => item.path)
  t.equal(new Set(cases).size, new Set(cases.map((path) => path.toLowerCase())).size * 2)
  t.end()
})

test('names go to the limit of 255 bytes', (t) => {
  const lengths = byCategory(small, 'nasty-name').concat(byCategory(usual, 'nasty-name')).map((item) => Buffer.byteLength(item.path.split('/').at(-1) ?? ''))
  t.equal(Math.max(...lengths), 255)
  t.ok(byCategory(usual, 'same-base-name').length >= 300)
  t.end()
})

test('scenes are described in all their variety', (t) => {
  t.ok(small.scenes.some((scene) => scene.title === ''))
  t.ok(small.scenes.some((scene) => scene.tagIds.length >= 300))
  t.ok(small.scenes.some((scene) => scene.performerIds.length === 0))
  t.same(new Set(small.scenes.map((scene) => scene.date?.length)), new Set([undefined, 4, 7, 10]))
  t.ok(small.scenes.some((scene) => scene.details.includes('\n')) && small.scenes.some((scene) => scene.details.includes('<b>')))
  t.ok(small.scenes.every((scene) => scene.updatedAt >= scene.createdAt))
  t.match(oshashOf(1), /^[0-9a-f]{16}$/)
  t.end()
})

test('every layout keeps its truth on both sides', (t) => {
  for (const name of layoutNames) {
    const layout: Layout = layouts[name]
    const library = generateLibrary({ seed: 2, scenes: 400, layout: name })
    const contents = new Map(library.scenes.map((scene) => [scene.id, new Set(scene.files.map((file) => file.content))]))
    const inStash = new Set(filesOf(library).map((file) => file.content))
    t.equal(library.scenes.length, 400, name)
    t.ok(library.items.every((item) => (item.sceneId === undefined ? !inStash.has(item.content) : contents.get(item.sceneId)?.has(item.content) === true)), `${name}: truth`)
    t.ok(unique(library.items.map((item) => item.path)) && unique(filesOf(library).map((file) => file.path)), `${name}: unique paths`)
    t.ok(library.items.every((item) => library.sections.find(({ id }) => id === item.sectionId)?.locations.some((root) => item.path.startsWith(root))), `${name}: inside the sections`)
    t.ok(filesOf(library).every((file) => layout.stashRoots.some((root) => file.path.startsWith(root))), `${name}: inside Stash's folders`)
    const windows = [...library.items, ...filesOf(library)].filter(({ path }) => /^(?:[A-Z]:|\\\\)/.test(path))
    t.equal(windows.length > 0, layout.windows === true, `${name}: Windows or not`)
    t.ok(windows.every(({ path }) => !/[/<>"|?*]|[ .]$/.test(path)), `${name}: names that Windows allows`)
  }
  t.end()
})
