import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { stringify } from 'yaml'
import { generateLibrary } from '../demo/library/generate-library.js'
import { startSampleStash } from '../demo/stash/start-sample-stash.js'
import type { Bench, Figure } from './bench.js'
import { startLightPlex } from './gaps/light-plex.js'

const SCENES = Number(process.env.BENCH_SCENES ?? 1_000_000)
const RATE = 300
const IDLE_SECONDS = 10
/** Longer than any comparison. */
const UNTIL_DONE = 3600
const ROOT = '/plex/media'
const KEY = 'bench-key-of-no-value'
const PORT = 20_000 + process.pid % 20_000
const url = `http://127.0.0.1:${PORT}`
const built = (file: string): string => join(dirname(fileURLToPath(import.meta.url)), file)

/** Matches at a fixed rate, first with nothing else to do, then while the whole of both libraries is compared. */
export const gapsLive: Bench = {
  name: 'gaps-live',
  async run() {
    const library = generateLibrary({ seed: 1, scenes: SCENES })
    const [stash, plex, folder] = [await startSampleStash({ library }), await startLightPlex(library), await mkdtemp(join(tmpdir(), 'gaps-live-'))]
    const config = join(folder, 'stash2plex.yaml')
    await writeFile(config, stringify({ pathMappings: library.pathMappings, library: { roots: [ROOT] } }))
    const child = spawn(process.execPath, ['--import', built('gaps/loop-delay.js'), built('../core/main.js')], {
      env: { STASH_URL: stash.url, PLEX_URL: plex.url, PLEX_TOKEN: 'bench', API_KEY: KEY, CONFIG_FILE: config, DATA_DIR: join(folder, 'data'), HOST: '127.0.0.1', PORT: String(PORT) },
      stdio: ['ignore', process.env.BENCH_LOG === undefined ? 'ignore' : 'inherit', 'pipe'],
    })
    const delays = createInterface({ input: child.stderr })
    const loopDelay = async (): Promise<number> => {
      const line = once(delays, 'line')
      child.kill('SIGWINCH')
      return Number(String((await line)[0]).split(' ')[1])
    }
    try {
      while (!await isReady() || plex.idleFor() < 3000) await sleep(200)
      const known = library.items.filter(({ category, path }) => category === 'mapped' && path.startsWith(`${ROOT}/`)).slice(0, 5000)
      return await measure(known.map(({ path }) => JSON.stringify({ type: 1, title: 'x', filename: path.slice(ROOT.length + 1), manual: 0, includeAdult: 1 })), loopDelay)
    } finally {
      child.kill('SIGTERM')
      await once(child, 'exit')
      await Promise.all([stash.close(), plex.close()])
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function measure(bodies: readonly string[], loopDelay: () => Promise<number>): Promise<readonly Figure[]> {
  await matches(bodies, Promise.resolve(), 3)
  await loopDelay()
  const idle = { load: await matches(bodies, Promise.resolve(), IDLE_SECONDS), delay: await loopDelay() }
  const started = performance.now()
  const run = compared()
  const busy = { load: await matches(bodies, run, UNTIL_DONE), delay: await loopDelay() }
  console.log(`${await run} (${Math.round((performance.now() - started) / 1000)} s under load)`)
  return [
    { what: `match p99 at ${RATE}/s during a comparison, ${SCENES.toLocaleString('en')} scenes; idle`, unit: 'ms', value: busy.load.p99, baseline: idle.load.p99, reach: '3 or less' },
    { what: 'event loop delay p99 during it; idle and 10 ms', unit: 'ms', value: busy.delay, baseline: idle.delay + 10, reach: '1 or less' },
    { what: 'matches answered during it', unit: 'requests', value: busy.load.requests, baseline: busy.load.requests + busy.load.failed, reach: '1' },
  ]
}

/** Posts at the fixed rate until both the promise and the least time are over. */
async function matches(bodies: readonly string[], until: Promise<unknown>, seconds: number): Promise<{ p99: number, requests: number, failed: number }> {
  const requests = bodies.map((body) => ({ method: 'POST' as const, path: '/library/metadata/matches', headers: { 'content-type': 'application/json' }, body }))
  const running = autocannon({ url, connections: 16, duration: seconds, overallRate: RATE, requests })
  if (seconds === UNTIL_DONE) {
    await until
    ;(running as unknown as { stop(): void }).stop()
  }
  const result = await running
  return { p99: result.latency.p99, requests: result['2xx'], failed: result.non2xx + result.errors }
}

async function compared(): Promise<string> {
  const headers = { 'x-api-key': KEY }
  const { id } = await (await fetch(`${url}/gaps/runs`, { method: 'POST', headers })).json() as { id: string }
  for (;;) {
    const { status, summary } = await (await fetch(`${url}/gaps/runs/${id}`, { headers })).json() as { status: string, summary: string }
    if (status !== 'running') return `${status}: ${summary}`
    await sleep(1000)
  }
}

async function isReady(): Promise<boolean> {
  return await fetch(`${url}/health/ready`).then(({ status }) => status === 200, () => false)
}
