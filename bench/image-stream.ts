import type { Bench, Figure } from './bench.js'
import { dataFolder, sampleCatalog } from './catalog/sample-catalog.js'
import { metadataPath } from './catalog/rating-keys.js'
import { alternate, middle } from './run/alternate.js'
import { flow, Sender } from './run/in-flight.js'
import { built, startProduct, startServer, type Server } from './run/server.js'
import { startLightStash } from './stash/light-stash-client.js'

const SCENES = 10_000
const IMAGE_BYTES = 5_000_000
const IN_FLIGHT = 64
const IMAGES = 64
const TURNS = 3
const MANY = 1000

/** A large picture streamed through us, against an undici pipe that does nothing else. */
export const imageStream: Bench = {
  name: 'image-stream',
  async run() {
    const data = await dataFolder(await sampleCatalog(SCENES))
    const stash = await startLightStash({ scenes: SCENES, coverBytes: IMAGE_BYTES })
    const product = await startProduct({ STASH_URL: stash.url, ...data.env })
    const pipe = await startServer({ entry: built('bare-pipe.js'), args: [stash.url] })
    const [path, bare] = [await coverPath(product), '/scene/1/screenshot']
    try {
      const { ours, baseline } = await alternate(TURNS, { ours: () => streamed(product, path, IMAGES), baseline: () => streamed(pipe, bare, IMAGES) })
      return [
        { what: `picture of 5 MB, ${IN_FLIGHT} in flight; a bare undici pipe`, unit: 'MB/s', value: middle(ours, (one) => one), baseline: middle(baseline, (one) => one), reach: '0.7 or more' },
        ...await memory(product, path),
      ]
    } finally {
      await Promise.all([product.stop(), pipe.stop()])
      await stash.stop()
      await data.remove()
    }
  },
}

async function memory(product: Server, path: string): Promise<readonly Figure[]> {
  await streamed(product, path, MANY / 4)
  const before = product.residentMb()
  await streamed(product, path, MANY)
  return [{ what: `resident after ${MANY} more pictures; before`, unit: 'MB', value: product.residentMb(), baseline: before, reach: '1.1 or less' }]
}

/** Megabytes a second. */
async function streamed({ url }: Server, path: string, images: number): Promise<number> {
  const sender = new Sender(url, IN_FLIGHT)
  try {
    const { perSecond } = await flow({ inFlight: IN_FLIGHT, steps: images }, async () => {
      const bytes = await sender.send({ method: 'GET', path })
      if (bytes !== IMAGE_BYTES) throw new Error(`a picture of ${bytes} bytes`)
    })
    return perSecond * IMAGE_BYTES / 1e6
  } finally {
    await sender.close()
  }
}

async function coverPath({ url }: Server): Promise<string> {
  const sender = new Sender(url, 1)
  for (let n = 1; n < 40; n++) {
    const { MediaContainer } = JSON.parse(await sender.text({ method: 'GET', path: metadataPath(n) })) as { MediaContainer: { Metadata: readonly { readonly thumb?: string }[] } }
    const thumb = MediaContainer.Metadata[0]?.thumb
    if (thumb === undefined) continue
    await sender.close()
    return new URL(thumb).pathname
  }
  throw new Error('no scene has a cover')
}
