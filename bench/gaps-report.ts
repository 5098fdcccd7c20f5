import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { GapWriter } from '../core/gaps/gap-writer.js'
import { stateMigrations } from '../core/state-migrations.js'
import { openDatabase } from '../core/store/open-database.js'
import type { Bench, Figure } from './bench.js'
import { dataFolder } from './catalog/sample-catalog.js'
import { pathOf } from './gaps/lists.js'
import { benchKey, startProduct, type Server } from './run/server.js'

const GAPS = Number(process.env.BENCH_GAPS ?? 1_000_000)
const FEW = 1000
const AT_ONCE = 5000
/** What a garbage collector leaves lying about from one run to the next. */
const ALLOWED_MB = 32

interface Report {
  readonly format: string
  readonly query: string
  /** Lines of what came. */
  readonly read: (server: Server, query: string) => Promise<number>
}

const reports: readonly Report[] = [
  { format: 'CSV', query: 'format=csv', read: streamed },
  { format: 'NDJSON', query: 'format=ndjson', read: streamed },
  { format: 'JSON, page by page', query: 'limit=1000', read: paged },
]

/** The memory that reports of many gaps take, against those of few that are read so often that as many gaps come. */
export const gapsReport: Bench = {
  name: 'gaps-report',
  async run() {
    const [many, few] = [await peaks(GAPS, 1), await peaks(FEW, GAPS / FEW)]
    return reports.map(({ format }, nth): Figure => ({
      what: `memory that ${GAPS.toLocaleString('en')} gaps as ${format} add; ${FEW.toLocaleString('en')} gaps, read as often as makes as many, and ${ALLOWED_MB} MB`,
      unit: 'MB', value: many[nth] ?? NaN, baseline: (few[nth] ?? NaN) + ALLOWED_MB, reach: '1 or less',
    }))
  },
}

/** For each report, MB beyond what was resident before the first. */
async function peaks(gaps: number, times: number): Promise<readonly number[]> {
  const { env, remove } = await dataFolder()
  writeGaps(join(env['DATA_DIR'] ?? '', 'state.db'), gaps)
  const product = await startProduct({ STASH_URL: 'http://127.0.0.1:9', ...env }, { readyAt: '/health/live' })
  try {
    // A first look at everything, so that what is made once is there.
    for (const { query, read } of reports) await read(product, `${query}&text=${encodeURIComponent('part 0000')}`)
    const found: number[] = []
    for (const report of reports) found.push(await peakOf(product, report, { gaps, times }))
    return found
  } finally {
    await product.stop()
    await remove()
  }
}

async function peakOf(product: Server, { format, query, read }: Report, { gaps, times }: { readonly gaps: number, readonly times: number }): Promise<number> {
  const before = product.residentMb()
  const state = { over: false }
  let peak = before
  const started = performance.now()
  const reading = readTimes(times, () => read(product, query)).finally(() => { state.over = true })
  for (; !state.over; await sleep(50)) peak = Math.max(peak, product.residentMb())
  const lines = await reading
  if (lines !== gaps * times) throw new Error(`${format} gave ${lines} of ${gaps * times} gaps`)
  console.log(`${times} times ${gaps.toLocaleString('en')} gaps as ${format}: ${Math.round(performance.now() - started)} ms`)
  return peak - before
}

async function readTimes(times: number, read: () => Promise<number>): Promise<number> {
  let lines = 0
  for (let nth = 0; nth < times; nth++) lines += await read()
  return lines
}

async function streamed({ url }: Server, query: string): Promise<number> {
  const answer = await fetch(`${url}/gaps?${query}`, { headers: { 'x-api-key': benchKey } })
  let lines = query.includes('csv') ? -1 : 0
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) for (const byte of chunk) if (byte === 10) lines++
  return lines
}

async function paged({ url }: Server, query: string): Promise<number> {
  let count = 0
  for (let cursor: string | null = '0'; cursor !== null;) {
    const page = await (await fetch(`${url}/gaps?${query}&cursor=${cursor}`, { headers: { 'x-api-key': benchKey } })).json() as { next: string | null, gaps: readonly unknown[] }
    count += page.gaps.length
    cursor = page.next
  }
  return count
}

function writeGaps(file: string, gaps: number): void {
  const database = openDatabase(file, { migrations: stateMigrations, access: 'write', busyTimeoutMs: 1000 })
  const writer = new GapWriter(database)
  for (let from = 0; from < gaps; from += AT_ONCE) {
    database.transaction(() => {
      for (let nth = from; nth < Math.min(gaps, from + AT_ONCE); nth++) {
        const gap = { kind: 'missing-in-stash' as const, path: pathOf(nth, '/plex/media'), expectedPath: pathOf(nth), sceneIds: [], ratingKeys: [String(nth)], section: 'Films', size: 1_000_000 + nth, reason: 'Stash has nothing there, rule nas' }
        writer.record(gap, { source: 'comparison', at: 1_700_000_000_000, knownSince: 1_700_000_000_000, run: 1 })
      }
    })
  }
  database.checkpoint()
  database.close()
}
