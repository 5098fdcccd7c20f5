import type { Bench, Figure } from './bench.js'
import { matchBodies, matchBodiesOfSameName } from './catalog/match-bodies.js'
import { dataFolder, sampleCatalog } from './catalog/sample-catalog.js'
import { load, matchRequests } from './load.js'
import { alternate, middle } from './run/alternate.js'
import { startProduct, type Server } from './run/server.js'
import { startLightStash } from './stash/light-stash-client.js'

const SCENES = Number(process.env.BENCH_SCENES ?? 1_000_000)
const FEW = 10_000
const TURNS = 3

/** Matches of known files in a large library, against the same in a small one. */
export const matchScale: Bench = {
  name: 'match-scale',
  async run() {
    const closers: (() => Promise<void>)[] = []
    const open = async (scenes: number): Promise<Server> => {
      const data = await dataFolder(await sampleCatalog(scenes))
      const stash = await startLightStash({ scenes })
      const product = await startProduct({ STASH_URL: stash.url, ...data.env })
      closers.push(product.stop, stash.stop, data.remove)
      return product
    }
    try {
      const [large, small] = [await open(SCENES), await open(FEW)]
      return [
        ...await measure('match of known files', { large, small, bodies: matchBodies }),
        ...await measure('the same, one file in ten named scene.mp4', { large, small, bodies: matchBodiesOfSameName }),
      ]
    } finally {
      for (const close of closers) await close()
    }
  },
}

interface Sides {
  readonly large: Server
  readonly small: Server
  readonly bodies: (scenes: number) => readonly string[]
}

async function measure(what: string, { large, small, bodies }: Sides): Promise<readonly Figure[]> {
  const measured = ({ url }: Server, scenes: number) => {
    const requests = matchRequests(bodies(scenes))
    return () => load({ url, requests, inFlight: 64, seconds: 4 })
  }
  const { ours, baseline } = await alternate(TURNS, { ours: measured(large, SCENES), baseline: measured(small, FEW) })
  const named = `${what}, ${SCENES.toLocaleString('en')} scenes; ${FEW.toLocaleString('en')}`
  return [
    { what: `${named}, p99`, unit: 'ms', value: middle(ours, (one) => one.p99), baseline: middle(baseline, (one) => one.p99), reach: '1.5 or less' },
    { what: named, unit: 'requests/s', value: middle(ours, (one) => one.perSecond), baseline: middle(baseline, (one) => one.perSecond), reach: 'shown only' },
  ]
}
