import type { Bench } from './bench.js'
import { dataFolder, sampleCatalog } from './catalog/sample-catalog.js'
import { matchBodies } from './catalog/match-bodies.js'
import { loadOn, matchRequests } from './load.js'
import { alternate, middle } from './run/alternate.js'
import { built, startProduct, startServer, type Server } from './run/server.js'
import { startLightStash } from './stash/light-stash-client.js'

const SCENES = Number(process.env.BENCH_SCENES ?? 100_000)
const TURNS = 4

/** A match of a file that the catalog knows, against a bare Fastify that answers constant JSON of the same bytes. */
export const matchKnown: Bench = {
  name: 'match-known',
  async run() {
    const data = await dataFolder(await sampleCatalog(SCENES))
    const stash = await startLightStash({ scenes: SCENES })
    const product = await startProduct({ STASH_URL: stash.url, ...data.env })
    const requests = matchRequests(matchBodies(SCENES))
    const sample = await fetch(product.url + (requests[0]?.path ?? ''), { method: 'POST', headers: { 'content-type': 'application/json' }, body: requests[0]?.body ?? '' })
    const constant = await startServer({ entry: built('constant-server.js'), args: [await sample.text()] })
    try {
      const measure = (server: Server) => () => loadOn(server, { requests, inFlight: 64, seconds: 4 })
      const { ours, baseline } = await alternate(TURNS, { ours: measure(product), baseline: measure(constant) })
      return [
        { what: `match of known files, ${SCENES.toLocaleString('en')} scenes, 64 in flight; bare Fastify`, unit: 'requests/s', value: middle(ours, (one) => one.perSecond), baseline: middle(baseline, (one) => one.perSecond), reach: '0.5 or more' },
        { what: 'the same, by the processor time that each took', unit: 'requests/busy s', value: middle(ours, (one) => one.perBusySecond), baseline: middle(baseline, (one) => one.perBusySecond), reach: '0.5 or more' },
        { what: 'the same, p99', unit: 'ms', value: middle(ours, (one) => one.p99), baseline: middle(baseline, (one) => one.p99), reach: 'shown only' },
      ]
    } finally {
      await Promise.all([product.stop(), constant.stop()])
      await stash.stop()
      await data.remove()
    }
  },
}
