import type { Bench } from './bench.js'
import { dataFolder, sampleCatalog } from './catalog/sample-catalog.js'
import { matchBodies } from './catalog/match-bodies.js'
import { matchRequests } from './load.js'
import { besideConstant } from './run/beside-constant.js'
import { startProduct } from './run/server.js'
import { startLightStash } from './stash/light-stash-client.js'

const SCENES = Number(process.env.BENCH_SCENES ?? 100_000)

/** A match of a file that the catalog knows, against a bare Fastify that answers constant JSON of the same bytes. */
export const matchKnown: Bench = {
  name: 'match-known',
  async run() {
    const data = await dataFolder(await sampleCatalog(SCENES))
    const stash = await startLightStash({ scenes: SCENES })
    const product = await startProduct({ STASH_URL: stash.url, ...data.env })
    const requests = matchRequests(matchBodies(SCENES))
    const sample = await fetch(product.url + (requests[0]?.path ?? ''), { method: 'POST', headers: { 'content-type': 'application/json' }, body: requests[0]?.body ?? '' })
    try {
      return await besideConstant({ what: `match of known files, ${SCENES.toLocaleString('en')} scenes, 64 in flight`, product, answer: await sample.text(), load: { requests, inFlight: 64, seconds: 4 } })
    } finally {
      await product.stop()
      await stash.stop()
      await data.remove()
    }
  },
}
