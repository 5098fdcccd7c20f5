import type { CatalogReader } from '../core/catalog/catalog-reader.js'
import { CatalogReader as Reader } from '../core/catalog/catalog-reader.js'
import { mix } from '../demo/library/random.js'
import type { Bench, Figure } from './bench.js'
import { sampleCatalog } from './catalog/sample-catalog.js'
import { sampleScene, stashRoot, wordOf } from './catalog/sample-scenes.js'
import { percentile } from './run/numbers.js'

const SCENES = Number(process.env.BENCH_SCENES ?? 1_000_000)
const FEW = 10_000
const ASKED = 400
/** Each is asked so often, and its best time counts: a look-up that was interrupted says nothing about the catalog. */
const TRIES = 5

type LookUp = (reader: CatalogReader, nth: number, n: number) => unknown

const fileOf = (n: number) => sampleScene(n).files[0] ?? { path: '', oshash: '' }

/** `n` is a scene that is there; `nth` merely counts. */
const lookUps: Readonly<Record<string, LookUp>> = {
  'by path': (reader, _, n) => reader.byPath(fileOf(n).path),
  'by path, not there': (reader, _, n) => reader.byPath(`${fileOf(n).path}.avi`),
  'by suffix': (reader, _, n) => reader.bySuffix(fileOf(n).path.slice(stashRoot.length + 1)),
  'by base name': (reader, _, n) => reader.byBasename(fileOf(n).path.split('/').at(-1) ?? ''),
  'by the base name that one file in ten has': (reader) => reader.byBasename('scene.mp4'),
  'by folder and that base name': (reader, _, n) => reader.bySuffix(fileOf(n - n % 10 + 10).path.split('/').slice(-2).join('/')),
  'by hash': (reader, _, n) => reader.byHash(fileOf(n).oshash ?? ''),
  'by date': (reader, _, n) => reader.byDate(sampleScene(n).date ?? ''),
  'by title': (reader, _, n) => reader.byTitle(sampleScene(n).title ?? ''),
  'by title, only common words': (reader, nth) => reader.byTitle(words(nth, 2 + nth % 5, 10)),
  'by title, only rather common words': (reader, nth) => reader.byTitle(words(nth, 2 + nth % 5, 200)),
  'by title, words that never meet': (reader, nth) => reader.byTitle(words(nth, 8, 3000)),
  'by title, a whole sentence': (reader, nth) => reader.byTitle(words(nth, 30, 300)),
}

function words(nth: number, count: number, ofTheCommonest: number): string {
  return Array.from({ length: count }, (_, at) => wordOf(mix(nth, at + 50) % ofTheCommonest)).join(' ')
}

/** Every look-up of the catalog, in a large library against a small one. */
export const lookUpBench: Bench = {
  name: 'look-ups',
  async run() {
    const [large, small] = [new Reader({ file: await sampleCatalog(SCENES) }), new Reader({ file: await sampleCatalog(FEW) })]
    try {
      return Object.entries(lookUps).flatMap(([name, lookUp]) => figures(name, timesOf(large, lookUp, SCENES), timesOf(small, lookUp, FEW)))
    } finally {
      large.close()
      small.close()
    }
  },
}

function figures(name: string, large: readonly number[], small: readonly number[]): readonly Figure[] {
  const many = SCENES.toLocaleString('en')
  return [
    { what: `${name}, ${many} scenes, p99; ${FEW.toLocaleString('en')}`, unit: 'ms', value: percentile(large, 99), baseline: percentile(small, 99), reach: 'shown only' },
    { what: `${name}, ${many} scenes, worst; the allowance`, unit: 'ms', value: Math.max(...large), baseline: 10, reach: '1 or less' },
  ]
}

/** Milliseconds of each look-up. */
function timesOf(reader: CatalogReader, lookUp: LookUp, scenes: number): readonly number[] {
  return Array.from({ length: ASKED }, (_, nth) => {
    const n = 1 + mix(nth, 77) % (scenes - 20)
    const tries = Array.from({ length: TRIES }, () => {
      const started = performance.now()
      lookUp(reader, nth, n)
      return performance.now() - started
    })
    return Math.min(...tries)
  })
}
