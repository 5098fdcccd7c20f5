import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench, Figure } from './bench.js'
import { matchBodies } from './catalog/match-bodies.js'
import { dataFolder, sampleCatalog, writeCatalog } from './catalog/sample-catalog.js'
import { writeListedPlex } from './gaps/listed-plex.js'
import { matchRequests } from './load.js'
import { middle } from './run/alternate.js'
import { Sender } from './run/in-flight.js'
import { benchKey, built, startProduct, startServer, type Server } from './run/server.js'
import { steady } from './run/steady.js'
import { startLightStash } from './stash/light-stash-client.js'

const SCENES = Number(process.env.BENCH_SCENES ?? 100_000)
/** Where the first sync stands when the measuring begins: what it has read is matched meanwhile. */
const ALREADY = 10_000
const RATE = 200
const SPAN_MS = 4000
const WARM_UP_MS = 1000
const TURNS = 3

interface Span {
  /** Of the matches, milliseconds. */
  readonly p99: number
  /** Of the event loop, milliseconds. */
  readonly delay: { readonly p99: number, readonly worst: number }
}

interface Work {
  readonly name: string
  /** Environment of the product while the work goes on. */
  readonly env: Readonly<Record<string, string>>
  readonly catalog: string
  /** Makes the data folder ready, beside the catalog. */
  readonly prepare?: (dataDir: string) => void
  /** What is asked again and again, when the work does not begin by itself. */
  readonly ask?: (server: Server) => Promise<unknown>
}

/** The same offered load while something large goes on and while nothing does, in two servers by turns. */
export const responsive: Bench = {
  name: 'responsive',
  async run() {
    return [...await firstSync(), ...await listing(), ...await suggesting()]
  },
}

async function firstSync(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'stash2plex-bench-'))
  const begun = join(folder, 'begun.db')
  writeCatalog(begun, { scenes: ALREADY, of: SCENES })
  const stash = await startLightStash({ scenes: SCENES, prerender: true })
  try {
    return await measure({ name: `the first sync of ${SCENES.toLocaleString('en')} scenes`, env: { STASH_URL: stash.url }, catalog: begun })
  } finally {
    await stash.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function listing(): Promise<readonly Figure[]> {
  const [stash, plex] = [await startLightStash({ scenes: ALREADY }), await startServer({ entry: built('gaps/light-plex.js'), args: [JSON.stringify({ scenes: SCENES })] })]
  try {
    return await measure({ name: `Plex listing ${SCENES.toLocaleString('en')} items`, env: { STASH_URL: stash.url, PLEX_URL: plex.url, PLEX_TOKEN: 'bench' }, catalog: await sampleCatalog(ALREADY) })
  } finally {
    await stash.stop()
    await plex.stop()
  }
}

async function suggesting(): Promise<readonly Figure[]> {
  const [stash, plex] = [await startLightStash({ scenes: SCENES }), await startServer({ entry: built('gaps/light-plex.js'), args: [JSON.stringify({ scenes: SCENES })] })]
  try {
    return await measure({
      name: `path mapping rules being looked for in ${SCENES.toLocaleString('en')} files`,
      env: { STASH_URL: stash.url, PLEX_URL: plex.url, PLEX_TOKEN: 'bench' },
      catalog: await sampleCatalog(SCENES),
      prepare: (dataDir) => { writeListedPlex(dataDir, SCENES) },
      ask: async ({ url }) => {
        const answer = await fetch(`${url}/path-mappings/suggestion`, { headers: { 'x-api-key': benchKey } })
        if (answer.status !== 200) throw new Error(`no suggestion: ${answer.status} ${await answer.text()}`)
      },
    })
  } finally {
    await stash.stop()
    await plex.stop()
  }
}

/** Each turn starts the product anew on the catalog, so that the work begins anew, too. */
async function measure(work: Work): Promise<readonly Figure[]> {
  const idleStash = await startLightStash({ scenes: ALREADY })
  const idle = await opened({ env: { STASH_URL: idleStash.url }, catalog: await sampleCatalog(ALREADY) })
  const spans = { busy: [] as Span[], idle: [] as Span[] }
  try {
    await span(idle.server)
    for (let turn = 0; turn < TURNS; turn++) {
      const busy = await opened(work)
      spans.busy.push(await span(busy.server, work.ask))
      await busy.close()
      spans.idle.push(await span(idle.server))
    }
  } finally {
    await idle.close()
    await idleStash.stop()
  }
  return figures(work.name, spans)
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

async function span(server: Server, ask?: Work['ask']): Promise<Span> {
  const requests = matchRequests(matchBodies(ALREADY))
  const sender = new Sender(server.url, 16)
  const state = { over: false }
  const asking = ask === undefined ? undefined : again(() => ask(server), state)
  const matched = (ms: number) => steady({ perSecond: RATE, until: sleep(ms) }, (nth) => sender.send(requests[nth % requests.length] ?? { method: 'GET', path: '/' }))
  // The first requests of a process are slow by themselves.
  await matched(WARM_UP_MS)
  await server.loopDelay()
  const { p99, failed } = await matched(SPAN_MS)
  const delay = await server.loopDelay()
  state.over = true
  await asking
  await sender.close()
  if (failed > 0) throw new Error(`${failed} matches failed`)
  return { p99, delay }
}

async function again(ask: () => Promise<unknown>, state: { readonly over: boolean }): Promise<void> {
  do await ask()
  while (!state.over)
}

async function opened({ env, catalog, prepare }: Omit<Work, 'name'>): Promise<{ readonly server: Server, close(): Promise<void> }> {
  const data = await dataFolder(catalog)
  prepare?.(data.env['DATA_DIR'] ?? '')
  const server = await startProduct({ ...env, ...data.env }, { watchLoop: true, readyAt: '/health/live' })
  return {
    server,
    close: async () => {
      await server.stop()
      await data.remove()
    },
  }
}
