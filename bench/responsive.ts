import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench, Figure } from './bench.js'
import { matchBodies } from './catalog/match-bodies.js'
import { dataFolder, sampleCatalog, writeCatalog } from './catalog/sample-catalog.js'
import { load, matchRequests, type LoadResult } from './load.js'
import { middle } from './run/alternate.js'
import { built, startProduct, startServer, type Server } from './run/server.js'
import { startLightStash } from './stash/light-stash-client.js'

const SCENES = Number(process.env.BENCH_SCENES ?? 100_000)
/** Where the first sync stands when the measuring begins: what it has read is matched meanwhile. */
const ALREADY = 10_000
const RATE = 200
const SECONDS = 4
const TURNS = 3

interface Span extends LoadResult {
  /** Of the event loop, milliseconds. */
  readonly delay: { readonly p99: number, readonly worst: number }
}

interface Work {
  /** Environment of the product while the work goes on. */
  readonly env: Readonly<Record<string, string>>
  readonly name: string
}

/** The same offered load while something large goes on and while nothing does, in two servers by turns. */
export const responsive: Bench = {
  name: 'responsive',
  async run() {
    return [...await firstSync(), ...await listing()]
  },
}

async function firstSync(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'stash2plex-bench-'))
  const begun = join(folder, 'begun.db')
  writeCatalog(begun, { scenes: ALREADY, of: SCENES })
  const stash = await startLightStash({ scenes: SCENES, prerender: true })
  try {
    return await measure({ name: `the first sync of ${SCENES.toLocaleString('en')} scenes`, env: { STASH_URL: stash.url } }, begun)
  } finally {
    await stash.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function listing(): Promise<readonly Figure[]> {
  const [stash, plex] = [await startLightStash({ scenes: ALREADY }), await startServer({ entry: built('gaps/light-plex.js'), args: [JSON.stringify({ scenes: SCENES })] })]
  try {
    return await measure({ name: `Plex listing ${SCENES.toLocaleString('en')} items`, env: { STASH_URL: stash.url, PLEX_URL: plex.url, PLEX_TOKEN: 'bench' } }, await sampleCatalog(ALREADY))
  } finally {
    await stash.stop()
    await plex.stop()
  }
}

/** Each turn starts the product anew on this catalog, so that the work begins anew, too. */
async function measure({ name, env }: Work, catalog: string): Promise<readonly Figure[]> {
  const idleStash = await startLightStash({ scenes: ALREADY })
  const idle = await opened({ STASH_URL: idleStash.url }, await sampleCatalog(ALREADY))
  const spans = { busy: [] as Span[], idle: [] as Span[] }
  try {
    await span(idle.server)
    for (let turn = 0; turn < TURNS; turn++) {
      const busy = await opened(env, catalog)
      spans.busy.push(await span(busy.server))
      await busy.close()
      spans.idle.push(await span(idle.server))
    }
  } finally {
    await idle.close()
    await idleStash.stop()
  }
  return figures(name, spans)
}

function figures(name: string, { busy, idle }: { readonly busy: readonly Span[], readonly idle: readonly Span[] }): readonly Figure[] {
  const p99 = [busy, idle].map((spans) => middle(spans, (one) => one.p99))
  const delay = [busy, idle].map((spans) => middle(spans, (one) => one.delay.p99))
  const worst = [busy, idle].map((spans) => middle(spans, (one) => one.delay.worst))
  return [
    { what: `match p99 at ${RATE}/s during ${name}; idle`, unit: 'ms', value: p99[0] ?? 0, baseline: p99[1] ?? 0, reach: '3 or less' },
    { what: 'event loop delay p99 during it; idle and 10 ms', unit: 'ms', value: delay[0] ?? 0, baseline: (delay[1] ?? 0) + 10, reach: '1 or less' },
    { what: 'the longest that the event loop was held; idle', unit: 'ms', value: worst[0] ?? 0, baseline: worst[1] ?? 0, reach: 'shown only' },
  ]
}

async function span(server: Server): Promise<Span> {
  const requests = matchRequests(matchBodies(ALREADY))
  // The first requests of a process are slow by themselves.
  await load({ url: server.url, requests, inFlight: 16, seconds: 1, rate: RATE })
  await server.loopDelay()
  const result = await load({ url: server.url, requests, inFlight: 16, seconds: SECONDS, rate: RATE })
  return { ...result, delay: await server.loopDelay() }
}

async function opened(env: Readonly<Record<string, string>>, catalog: string): Promise<{ readonly server: Server, close(): Promise<void> }> {
  const data = await dataFolder(catalog)
  const server = await startProduct({ ...env, ...data.env }, { watchLoop: true, readyAt: '/health/live' })
  return {
    server,
    close: async () => {
      await server.stop()
      await data.remove()
    },
  }
}
