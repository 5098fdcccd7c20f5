import type { Bench } from './bench.js'
import { dataFolder, sampleCatalog } from './catalog/sample-catalog.js'
import { metadataPath } from './catalog/rating-keys.js'
import { loadOn } from './load.js'
import { alternate, middle } from './run/alternate.js'
import { Sender } from './run/in-flight.js'
import { built, startProduct, startServer, type Server } from './run/server.js'
import { startLightStash } from './stash/light-stash-client.js'

const SCENES = 100_000
/** Fewer than are kept for the seconds in which Plex asks several things about an item. */
const ITEMS = 100
const TURNS = 4

/** Descriptions of scenes that were asked for a moment ago, against a bare Fastify that answers constant JSON of the same bytes. */
export const metadataWarm: Bench = {
  name: 'metadata-warm',
  async run() {
    const data = await dataFolder(await sampleCatalog(SCENES))
    const stash = await startLightStash({ scenes: SCENES })
    const product = await startProduct({ STASH_URL: stash.url, ...data.env })
    const paths = Array.from({ length: ITEMS }, (_, at) => metadataPath(at + 1))
    const constant = await startServer({ entry: built('constant-server.js'), args: [await typical(product.url, paths)] })
    try {
      const measure = (server: Server) => () => loadOn(server, { spread: true, requests: paths.map((path) => ({ method: 'GET' as const, path })), inFlight: 64, seconds: 4 })
      const { ours, baseline } = await alternate(TURNS, { ours: measure(product), baseline: measure(constant) })
      return [
        { what: 'warm metadata, 64 in flight; bare Fastify', unit: 'requests/s', value: middle(ours, (one) => one.perSecond), baseline: middle(baseline, (one) => one.perSecond), reach: '0.5 or more' },
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

/** The answer of middling length. */
async function typical(url: string, paths: readonly string[]): Promise<string> {
  const sender = new Sender(url, 8)
  const answers = await Promise.all(paths.map((path) => sender.text({ method: 'GET', path })))
  await sender.close()
  return answers.toSorted((a, b) => a.length - b.length)[answers.length / 2] ?? ''
}
