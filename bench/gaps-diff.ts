import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Comparison } from '../core/gaps/comparison.js'
import { diffKeys, type KeyList } from '../core/gaps/diff.js'
import { findDifferences, findGaps } from '../core/gaps/find-gaps.js'
import { compilePathMapping } from '../shared/path-mapping/index.js'
import type { LibraryFile } from '../shared/plugin-api/index.js'
import { globs } from '../shared/text/globs.js'
import type { Bench, Figure } from './bench.js'
import { pathOf, shuffled, writeLines } from './gaps/lists.js'

const FILES = Number(process.env.BENCH_FILES ?? 1_000_000)
/** Files that only one side has. */
const EXTRA = 5000
const size = `${FILES.toLocaleString('en')} against ${FILES.toLocaleString('en')}`

/** The comparison without its libraries, against the tools that everybody has. */
export const gapsDiff: Bench = {
  name: 'gaps-diff',
  async run() {
    return [...await bareDiff(), await mappingCost(), ...await wholeComparison()]
  },
}

async function bareDiff(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gaps-bench-'))
  try {
    const [a, b] = [join(folder, 'a'), join(folder, 'b')]
    await writeLines(a, Array.from(shuffled(FILES), (nth) => pathOf(nth)))
    await writeLines(b, Array.from(shuffled(FILES), (nth) => pathOf(nth + EXTRA)).toReversed())
    const lists = [keysIn(a), keysIn(b)] as const
    const ours = bestOf(3, () => diffKeys(lists[0], lists[1]))
    const script = `LC_ALL=C sort ${a} > ${a}.sorted && LC_ALL=C sort ${b} > ${b}.sorted && LC_ALL=C comm -3 ${a}.sorted ${b}.sorted | wc -l`
    const theirs = bestOf(3, () => spawnSync('sh', ['-c', script], { encoding: 'utf8' }))
    if (ours.result.onlyA.length !== EXTRA || ours.result.onlyB.length !== EXTRA || Number(theirs.result.stdout) !== 2 * EXTRA) throw new Error('the diff is wrong')
    return [{ what: `bare diff, ${size}; sort twice and comm`, unit: 'ms', value: ours.ms, baseline: theirs.ms, reach: '1 or less' }]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function keysIn(file: string): KeyList {
  const text = readFileSync(file)
  const ends: number[] = []
  const bytes = Buffer.allocUnsafe(text.length)
  let to = 0
  for (const byte of text) {
    if (byte === 10) ends.push(to)
    else bytes[to++] = byte
  }
  return { bytes, ends: Uint32Array.from(ends) }
}

/** Processor time, because the machine has other things to do. */
async function mappingCost(): Promise<Figure> {
  const { mapping } = await compilePathMapping([{ name: 'other', plex: '/plex/other', stash: '/data/other' }, { name: 'nas', plex: '/plex/media', stash: '/data/media' }])
  const ignores = globs(['**/.trash/**', '**/*-trailer.mp4'])
  const paths = Array.from({ length: 200_000 }, (_, nth) => pathOf(nth, '/plex/media'))
  const spent = [1, 2, 3].map(() => {
    const before = process.cpuUsage()
    for (const path of paths) if (mapping.toStash(path) === undefined || ignores(path)) throw new Error('the mapping is wrong')
    return process.cpuUsage(before).user / paths.length
  })
  return { what: 'mapping and ignoring a path; the allowance', unit: 'µs of processor', value: Math.min(...spent), baseline: 2, reach: '1 or less' }
}

async function wholeComparison(): Promise<readonly Figure[]> {
  const { mapping } = await compilePathMapping([{ name: 'nas', plex: '/plex/media', stash: '/data/media' }])
  const comparison = new Comparison({ mapping, ignores: globs(['**/.trash/**']) })
  const memory = new PeakMemory()
  const started = process.cpuUsage()
  for (const page of pages('/plex/media', 0)) memory.after(() => { comparison.addPlex(page) })
  for (const page of pages('/data/media', EXTRA)) memory.after(() => { comparison.addStash(page) })
  const gaps = [...findGaps(findDifferences(comparison, { listed: { plex: true, stash: true }, roots: ['/plex/media'] })).gaps]
  memory.after(() => undefined)
  if (gaps.length !== 2 * EXTRA) throw new Error('the comparison is wrong')
  return [
    { what: `memory of a comparison, ${size}; the allowance`, unit: 'MB', value: memory.megabytes, baseline: 250, reach: '1 or less' },
    { what: `processor time of it, pages and gaps included; 10 µs a file`, unit: 'ms', value: process.cpuUsage(started).user / 1000, baseline: FILES * 2 / 100, reach: 'shown only' },
  ]
}

class PeakMemory {
  readonly #before = process.memoryUsage().rss
  #peak = 0

  get megabytes(): number {
    return this.#peak / 1e6
  }

  after(work: () => void): void {
    work()
    this.#peak = Math.max(this.#peak, process.memoryUsage().rss - this.#before)
  }
}

function * pages(root: string, from: number): Generator<LibraryFile[]> {
  const order = shuffled(FILES)
  for (let start = 0; start < FILES; start += 1000) {
    yield Array.from(order.subarray(start, start + 1000), (nth) => ({ path: pathOf(nth + from, root), size: 1_000_000 + nth + from, duration: 60 + (nth + from) / 1000, owner: String(nth + from + 1) }))
  }
}

function bestOf<T>(times: number, work: () => T): { readonly result: T, readonly ms: number } {
  const tries = Array.from({ length: times }, () => {
    const started = performance.now()
    return { result: work(), ms: performance.now() - started }
  })
  return tries.reduce((best, one) => (one.ms < best.ms ? one : best))
}
