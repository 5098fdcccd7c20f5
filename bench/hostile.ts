import { Pool } from 'undici'
import type { Bench, Figure } from './bench.js'
import { attack, type AttackReport } from './hostile/attack.js'
import { setStage, type Stage } from './hostile/stage.js'

const REQUESTS = Number(process.env['BENCH_REQUESTS'] ?? 1_000_000)
/** Seconds after which it is enough, whatever is left. */
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? Number.POSITIVE_INFINITY)
const SEED = Number(process.env['BENCH_SEED'] ?? 1)

/** Hostile requests to every route, while a share of what Stash and Plex answer is spoilt. Rejects when anything is not as it should be. */
export const hostile: Bench = {
  name: 'hostile',
  async run() {
    const badLines: string[] = []
    const stage = await setStage({ scenes: 300, seed: SEED, onBadLine: (complaint) => { badLines.push(complaint) } })
    try {
      return await measure(stage, badLines)
    } finally {
      await stage.close()
    }
  },
}

async function measure(stage: Stage, badLines: readonly string[]): Promise<readonly Figure[]> {
  const harmless = await harmlessRate(stage)
  stage.lie(0.2)
  const until = Date.now() + SECONDS * 1000
  const enough = (): boolean => Date.now() > until || badLines.length > 40
  const first = await attack(stage, { requests: Math.ceil(REQUESTS / 4), seed: SEED, enough: () => enough() || Date.now() > until - SECONDS * 750 })
  const early = await stage.target.heapUsed()
  const rest = await attack(stage, { requests: REQUESTS - first.sent, seed: SEED + REQUESTS, enough })
  const late = await stage.target.heapUsed()
  const complaints = [...badLines, ...first.complaints, ...rest.complaints, ...(await stage.touched()).map((file) => `${file} was written to`)]
  say(first, rest)
  if (complaints.length > 0) throw new Error(`${complaints.length} complaints:\n\n${[...new Set(complaints)].slice(0, 20).join('\n\n')}`)
  return [
    { what: `hostile requests, ${(first.sent + rest.sent).toLocaleString('en')} of them, none with a fault`, unit: 'requests/s', value: (first.sent + rest.sent) / (first.seconds + rest.seconds), baseline: harmless, reach: 'shown only' },
    { what: 'heap in use at the end, beside that after the first quarter', unit: 'MB', value: late / 2 ** 20, baseline: early / 2 ** 20, reach: '1.2 or less' },
  ]
}

function say(...reports: readonly AttackReport[]): void {
  const statuses = new Map<number, number>()
  for (const report of reports) for (const [status, count] of report.statuses) statuses.set(status, (statuses.get(status) ?? 0) + count)
  console.log(`answers by status (0: the connection was ended): ${[...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`).join(', ')}`)
}

/** `GET /` by the same client, 64 in flight. */
async function harmlessRate({ target, known }: Stage): Promise<number> {
  const pool = new Pool(target.url, { connections: 64 })
  const begun = performance.now()
  let done = 0
  await Promise.all(Array.from({ length: 64 }, async () => {
    for (; performance.now() - begun < 3000; done++) await (await pool.request({ method: 'GET', path: `${known.prefix}/` })).body.dump()
  }))
  await pool.destroy()
  return done / ((performance.now() - begun) / 1000)
}
