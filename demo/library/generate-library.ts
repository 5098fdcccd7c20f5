import { categories } from './categories.js'
import type { Category } from './categories.js'
import { layouts } from './layout.js'
import type { Layout, LayoutName } from './layout.js'
import { poolsOf } from './people.js'
import { Planting } from './planting.js'
import { randomStream, shuffle } from './random.js'
import type { ItemRow } from './rows.js'
import type { SampleLibrary } from './sample-library.js'
import { poolSizes } from './scene-facts.js'

const fewest = 50
const most = 1_000_000
const firstRatingKey = 1000

export interface LibraryOptions {
  readonly seed: number
  /** Scenes in Stash: 50 to 1,000,000. */
  readonly scenes: number
  /** How the folders of both sides correspond; `mixed` when absent. */
  readonly layout?: LayoutName
}

/** Makes the same library for the same options, on any machine. Ten thousand scenes take about 50 ms. */
export function generateLibrary({ seed, scenes, layout: name = 'mixed' }: LibraryOptions): SampleLibrary {
  if (scenes < fewest || scenes > most) throw new RangeError(`A sample library has ${fewest} to ${most} scenes, not ${scenes}.`)
  const layout: Layout = layouts[name]
  const planting = new Planting({ seed, scenes, layout })
  const kinds = kindsOf(layout)
  const turns = kinds.map(() => 0)
  for (const kind of schedule(kinds, seed, scenes)) {
    const turn = turns[kind] as number
    turns[kind] = turn + 1
    kinds[kind]?.plant(planting, turn)
  }
  const { sections, stashRoots, pathMappings } = layout
  const items = inScanOrder(planting.items, sections.flatMap(({ locations }) => locations))
  return { seed, scenes: planting.scenes, items, sections, stashRoots, pathMappings, ...poolsOf(seed, poolSizes(scenes)) }
}

/** The categories of a layout, the one that fills it first. */
function kindsOf({ filler, categories: wanted }: Layout): readonly Category[] {
  const others = categories.filter(({ name }) => name !== filler && (wanted?.includes(name) ?? true))
  return [...categories.filter(({ name }) => name === filler), ...others]
}

/** Which category comes when: a number into the table for every planting, well mixed. */
function schedule(kinds: readonly Category[], seed: number, scenes: number): Uint8Array {
  const counts = kinds.map((category) => plantings(category, scenes))
  counts[0] = 0
  const planted = kinds.reduce((sum, category, kind) => sum + category.scenes * (counts[kind] as number), 0)
  counts[0] = scenes - planted
  const order = new Uint8Array(counts.reduce((sum, count) => sum + count, 0))
  let from = 0
  counts.forEach((count, kind) => {
    order.fill(kind, from, from + count)
    from += count
  })
  shuffle(order, randomStream(seed))
  return order
}

function plantings(category: Category, scenes: number): number {
  const shared = Math.max(category.least, Math.round(category.share * scenes / 1000))
  return category.wanted === undefined ? shared : Math.max(shared, Math.min(category.wanted, Math.floor(scenes / 6)))
}

/** Plex goes through its locations folder by folder, and counts its keys up meanwhile. */
function inScanOrder(items: readonly ItemRow[], locations: readonly string[]): readonly ItemRow[] {
  const byFolder = new Map<string, ItemRow[]>()
  for (const item of items) {
    const inFolder = byFolder.get(item.folder)
    if (inFolder === undefined) byFolder.set(item.folder, [item])
    else inFolder.push(item)
  }
  const folders = [...byFolder.keys()].sort((a, b) => rank(a, locations) - rank(b, locations) || compare(a, b))
  const sorted = folders.flatMap((folder) => byFolder.get(folder)?.sort((a, b) => compare(a.basename, b.basename)) ?? [])
  sorted.forEach((item, nth) => { item.ratingKey = firstRatingKey + nth })
  return sorted
}

function rank(folder: string, locations: readonly string[]): number {
  return locations.findIndex((root) => folder.startsWith(root))
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
