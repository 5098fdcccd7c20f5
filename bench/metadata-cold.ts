import { families } from '../core/stash/documents.js'
import type { Bench, Figure } from './bench.js'
import { dataFolder, sampleCatalog } from './catalog/sample-catalog.js'
import { metadataPath } from './catalog/rating-keys.js'
import { alternate, middle } from './run/alternate.js'
import { flow, p99, Sender } from './run/in-flight.js'
import { percentile } from './run/numbers.js'
import { startProduct, type Server } from './run/server.js'
import { startLightStash, type LightStash } from './stash/light-stash-client.js'

const SCENES = 100_000
const STASH_MS = 20
const ITEMS = 2500
const TURNS = 3
const LONE = 60
/** Scenes in the request that is asked alone: as many as are wanted in each. */
const TOGETHER = 20

/** Descriptions of scenes that were not asked for before, by a Stash that takes its time. */
export const metadataCold: Bench = {
  name: 'metadata-cold',
  async run() {
    const data = await dataFolder(await sampleCatalog(SCENES))
    const stash = await startLightStash({ scenes: SCENES, delayMs: STASH_MS })
    try {
      const product = await startProduct({ STASH_URL: stash.url, ...data.env })
      try {
        return [...await measure(product, stash, 64), ...(await measure(product, stash, 16)).map((figure) => ({ ...figure, reach: 'shown only' }))]
      } finally {
        await product.stop()
      }
    } finally {
      await stash.stop()
      await data.remove()
    }
  },
}

let asked = 0

async function measure(product: Server, stash: LightStash, inFlight: number): Promise<readonly Figure[]> {
  const [plex, direct] = [new Sender(product.url, inFlight), new Sender(stash.url, 1)]
  const cold = async () => {
    const before = await stash.counts()
    const times = p99(await flow({ inFlight, steps: ITEMS }, () => plex.send({ method: 'GET', path: metadataPath(++asked) })))
    const after = await stash.counts()
    return { p99: times, together: (after.described - before.described) / (after.graphql - before.graphql) }
  }
  const lone = async () => {
    const { times } = await flow({ inFlight: 1, steps: LONE }, () => direct.send({ method: 'POST', path: '/graphql', body: loneBody() }))
    return { p99: percentile(times, 50), together: TOGETHER }
  }
  const { ours, baseline } = await alternate(TURNS, { ours: cold, baseline: lone })
  await Promise.all([plex.close(), direct.close()])
  return [
    { what: `cold metadata, ${inFlight} in flight, scenes a Stash request; the wish`, unit: 'scenes', value: middle(ours, (one) => one.together), baseline: TOGETHER, reach: '1 or more' },
    { what: `cold metadata, ${inFlight} in flight, p99; one GraphQL request alone`, unit: 'ms', value: middle(ours, (one) => one.p99), baseline: middle(baseline, (one) => one.p99), reach: '3 or less' },
  ]
}

function loneBody(): string {
  const ids = Array.from({ length: TOGETHER }, (_, at) => SCENES - at)
  const variables = Object.fromEntries(ids.flatMap((id, at) => [[`a${at}`, String(id)], [`n${at}`, id]]))
  return JSON.stringify({ query: families.scenes.byCount[TOGETHER - 1]?.text, variables })
}
