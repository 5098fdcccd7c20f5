import type { Bench } from './bench.js'
import { dataFolder, sampleCatalog } from './catalog/sample-catalog.js'
import { metadataPath } from './catalog/rating-keys.js'
import { besideConstant } from './run/beside-constant.js'
import { Sender } from './run/in-flight.js'
import { startProduct } from './run/server.js'
import { startLightStash } from './stash/light-stash-client.js'

const SCENES = 100_000
/** Fewer than are kept for the seconds in which Plex asks several things about an item. */
const ITEMS = 100

/** Descriptions of scenes that were asked for a moment ago, against a bare Fastify that answers constant JSON of the same bytes. */
export const metadataWarm: Bench = {
  name: 'metadata-warm',
  async run() {
    const data = await dataFolder(await sampleCatalog(SCENES))
    const stash = await startLightStash({ scenes: SCENES })
    const product = await startProduct({ STASH_URL: stash.url, ...data.env })
    const paths = Array.from({ length: ITEMS }, (_, at) => metadataPath(at + 1))
    try {
      const requests = paths.map((path) => ({ method: 'GET' as const, path }))
      return await besideConstant({ what: 'warm metadata, 64 in flight', product, answer: await typical(product.url, paths), load: { spread: true, requests, inFlight: 64, seconds: 4 } })
    } finally {
      await product.stop()
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
