import type { Bench, Figure } from './bench.js'
import { matchBodies } from './catalog/match-bodies.js'
import { dataFolder, sampleCatalog, type DataFolder } from './catalog/sample-catalog.js'
import { matchRequests } from './load.js'
import { alternate, middle } from './run/alternate.js'
import { flow, Sender } from './run/in-flight.js'
import { startProduct } from './run/server.js'
import { startLightStash } from './stash/light-stash-client.js'

const SCENES = Number(process.env.BENCH_SCENES ?? 1_000_000)
const TURNS = 4
const MATCHES = 10_000

/** A start on a large catalog against one on an empty folder, and the memory that serving takes. */
export const restart: Bench = {
  name: 'restart',
  async run() {
    const [full, stash] = [await dataFolder(await sampleCatalog(SCENES)), await startLightStash({ scenes: SCENES })]
    try {
      const { ours, baseline } = await alternate(TURNS, {
        ours: () => secondsToServe(full, stash.url),
        baseline: async () => {
          const empty = await dataFolder()
          const seconds = await secondsToServe(empty, stash.url)
          await empty.remove()
          return seconds
        },
      })
      const allowed = middle(baseline, (s) => s) + 1
      return [
        { what: `start with ${SCENES.toLocaleString('en')} scenes; start with an empty folder, and 1 s`, unit: 's', value: middle(ours, (s) => s), baseline: allowed, reach: '1 or less' },
        ...await memory(full, stash.url),
      ]
    } finally {
      await stash.stop()
      await full.remove()
    }
  },
}

/** From the start of the process to its first answer. */
async function secondsToServe({ env }: DataFolder, stashUrl: string): Promise<number> {
  const started = performance.now()
  const product = await startProduct({ STASH_URL: stashUrl, ...env }, { readyAt: '/health/live' })
  const seconds = (performance.now() - started) / 1000
  await product.stop()
  return seconds
}

async function memory({ env }: DataFolder, stashUrl: string): Promise<readonly Figure[]> {
  const product = await startProduct({ STASH_URL: stashUrl, ...env })
  const atStart = product.residentMb()
  const [sender, requests] = [new Sender(product.url, 16), matchRequests(matchBodies(SCENES))]
  await flow({ inFlight: 16, steps: MATCHES }, async (nth) => {
    const request = requests[nth % requests.length]
    if (request !== undefined) await sender.send(request)
  })
  const after = product.residentMb()
  await sender.close()
  await product.stop()
  return [
    { what: `resident after ${MATCHES.toLocaleString('en')} matches; the allowance`, unit: 'MB', value: after, baseline: 250, reach: '1 or less' },
    { what: 'the same; at the start', unit: 'MB', value: after, baseline: atStart, reach: 'shown only' },
  ]
}
