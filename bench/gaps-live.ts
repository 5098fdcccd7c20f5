import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench, Figure } from './bench.js'
import { matchBodies } from './catalog/match-bodies.js'
import { dataFolder, sampleCatalog } from './catalog/sample-catalog.js'
import { writeListedPlex } from './gaps/listed-plex.js'
import { isInPlace, plantedGaps } from './gaps/planted-plex.js'
import { Sender } from './run/in-flight.js'
import { benchKey, built, startProduct, startServer, type Server } from './run/server.js'
import { steady, type Steady } from './run/steady.js'
import { matchRequests } from './load.js'
import { startLightStash } from './stash/light-stash-client.js'

const SCENES = Number(process.env.BENCH_SCENES ?? 1_000_000)
const RATE = 300
const IDLE_MS = 15_000
const headers = { 'x-api-key': benchKey }
const size = `${SCENES.toLocaleString('en')} against ${SCENES.toLocaleString('en')}`

/**
 * Matches at a fixed rate, first with nothing else to do, then while the whole of both libraries is compared; and whether
 * that comparison finds what was planted, and nothing else.
 */
export const gapsLive: Bench = {
  name: 'gaps-live',
  async run() {
    const data = await dataFolder(await sampleCatalog(SCENES))
    writeListedPlex(data.env['DATA_DIR'] ?? '', SCENES)
    const [stash, plex] = [await startLightStash({ scenes: SCENES }), await startServer({ entry: built('gaps/light-plex.js'), args: [JSON.stringify({ scenes: SCENES })] })]
    try {
      const product = await startProduct({ STASH_URL: stash.url, PLEX_URL: plex.url, PLEX_TOKEN: 'bench', ...data.env }, { watchLoop: true })
      try {
        await settled(product)
        return await measure(product)
      } finally {
        await product.stop()
      }
    } finally {
      await Promise.all([stash.stop(), plex.stop()])
      await data.remove()
    }
  },
}

/** What a start brings with it, such as trying the rules on every path, is over. */
async function settled(product: Server): Promise<void> {
  for (let quiet = 0; quiet < 3;) {
    const before = product.busySeconds()
    await sleep(1000)
    quiet = product.busySeconds() - before < 0.1 ? quiet + 1 : 0
  }
}

interface Phase {
  readonly load: Steady
  readonly delay: number
  readonly peakMb: number
}

async function measure(product: Server): Promise<readonly Figure[]> {
  const sender = new Sender(product.url, 16)
  const requests = matchRequests(matchBodies(SCENES, isInPlace))
  const phase = async (until: Promise<unknown>): Promise<Phase> => {
    await product.loopDelay()
    const peak = watchMemory(product, until)
    const load = await steady({ perSecond: RATE, until }, async (nth) => { await sender.send(requests[nth % requests.length] ?? { method: 'GET', path: '/' }) })
    return { load, delay: (await product.loopDelay()).p99, peakMb: await peak }
  }
  await phase(sleep(5000))
  const idle = await phase(sleep(IDLE_MS))
  const run = compared(product.url)
  const busy = await phase(run)
  await sender.close()
  console.log(await run)
  return [...figuresOf(idle, busy), ...await truth(product.url)]
}

function figuresOf(idle: Phase, busy: Phase): readonly Figure[] {
  return [
    { what: `match p99 at ${RATE}/s during a comparison, ${size}; idle`, unit: 'ms', value: busy.load.p99, baseline: idle.load.p99, reach: '3 or less' },
    { what: 'event loop delay p99 during it; idle and 10 ms', unit: 'ms', value: busy.delay, baseline: idle.delay + 10, reach: '1 or less' },
    { what: 'matches answered during it; matches sent', unit: 'requests', value: busy.load.answered, baseline: busy.load.answered + busy.load.failed, reach: '1' },
    { what: 'memory that it adds; the allowance', unit: 'MB', value: busy.peakMb - idle.peakMb, baseline: 250, reach: '1 or less' },
  ]
}

/** Resolves with the most that was resident, in MB. */
async function watchMemory(product: Server, until: Promise<unknown>): Promise<number> {
  const state = { over: false }
  let peak = 0
  void until.finally(() => { state.over = true }).catch(() => undefined)
  for (; !state.over; await sleep(200)) peak = Math.max(peak, product.residentMb())
  return peak
}

async function compared(url: string): Promise<string> {
  const { id } = await (await fetch(`${url}/gaps/runs`, { method: 'POST', headers })).json() as { id: string }
  for (let phase = '', began = performance.now(); ;) {
    const run = await (await fetch(`${url}/gaps/runs/${id}`, { headers })).json() as { status: string, summary: string, progress: { phase: string } }
    if (run.progress.phase !== phase) {
      if (phase !== '') console.log(`${phase}: ${Math.round((performance.now() - began) / 1000)} s`)
      phase = run.progress.phase
      began = performance.now()
    }
    if (run.status !== 'running') return `${run.status}: ${run.summary}`
    await sleep(500)
  }
}

async function truth(url: string): Promise<readonly Figure[]> {
  const text = await (await fetch(`${url}/gaps?status=open&format=ndjson`, { headers })).text()
  const found = text.trimEnd().split('\n').map((line) => JSON.parse(line) as { kind: string, path: string }).map(({ kind, path }) => `${kind} ${path}`)
  const planted = new Set(plantedGaps(SCENES))
  const right = found.filter((gap) => planted.has(gap)).length
  return [
    { what: 'planted gaps found; planted', unit: 'gaps', value: right, baseline: planted.size, reach: '1' },
    { what: 'gaps found in all; planted', unit: 'gaps', value: found.length, baseline: planted.size, reach: '1' },
  ]
}
