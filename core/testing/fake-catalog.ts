import type { Catalog, CatalogFile, Found, Likeness } from '../../shared/plugin-api/index.js'
import type { FakeWorld } from './fake-world.js'

const scales: readonly (readonly [Likeness, (text: string) => string])[] = [
  ['exact', (text) => text],
  ['nfc', (text) => text.normalize('NFC')],
  ['folded', (text) => text.normalize('NFC').toLowerCase()],
]
const mostRows = 50
const nothing: Found = { files: [], likeness: undefined, truncated: false }

export function catalogFiles({ files = [] }: FakeWorld): readonly CatalogFile[] {
  return files.map(({ scene, path, size = 1000, duration, oshash }) => ({ sceneId: String(scene), sceneCreatedAt: 1, path, size, duration, oshash }))
}

/** The plain slow meaning of the catalog's look-ups. */
export function fakeCatalog(world: FakeWorld): Catalog {
  const rows = catalogFiles(world)
  const { scenes = [], complete = true } = world
  const find = (fits: (row: CatalogFile, form: (text: string) => string) => boolean, levels = scales): Found => {
    for (const [likeness, form] of levels) {
      const found = rows.filter((row) => fits(row, form))
      if (found.length > 0) return { files: found.slice(0, mostRows), likeness, truncated: found.length > mostRows }
    }
    return nothing
  }
  const ending = (end: string): Found => find((row, form) => form(row.path).endsWith(`/${form(end)}`))
  return {
    complete,
    byPath: (path, { ignoreCase = true } = {}) => find((row, form) => form(row.path) === form(path), ignoreCase ? scales : scales.slice(0, 2)),
    bySuffix: ending,
    byBasename: ending,
    byHash: (oshash) => find((row) => row.oshash === oshash.toLowerCase(), scales.slice(0, 1)),
    byTitle: (words, limit = mostRows) => scenes.filter(({ title }) => words.toLowerCase().split(' ').some((word) => title?.toLowerCase().includes(word))).slice(0, limit),
    byDate: (date, limit = mostRows) => scenes.filter((scene) => scene.date === date).slice(0, limit),
    scene: (id) => scenes.find((scene) => scene.id === id) ?? (rows.some(({ sceneId }) => sceneId === id) ? { id, createdAt: 1, title: undefined, date: undefined, organized: false } : undefined),
    filesOf: (id) => rows.filter(({ sceneId }) => sceneId === id).slice(0, mostRows),
  }
}
