import { generateLibrary } from '../demo/library/generate-library.js'
import type { SampleItem, SampleLibrary } from '../demo/library/sample-library.js'
import type { Bench } from './bench.js'
import { dataFolder } from './catalog/sample-catalog.js'
import { alternate, middle } from './run/alternate.js'
import { flow, Sender } from './run/in-flight.js'
import { built, startProduct, startServer } from './run/server.js'

const ITEMS = Number(process.env.BENCH_ITEMS ?? 10_000)
const COVER_BYTES = 200_000
const IN_FLIGHT = 16
const PARTS = 4
const ROOT = '/plex/media'

interface Item {
  readonly sceneId: number
  readonly body: string
}

interface Answer {
  readonly MediaContainer: { readonly Metadata?: readonly { readonly key: string, readonly thumb?: string }[] }
}

/** All that Plex asks in a scan, against the same Stash being asked for the covers alone. */
export const scan: Bench = {
  name: 'scan',
  async run() {
    // Only some of the items lie in the library folder, and not every scene has a cover.
    const library = generateLibrary({ seed: 1, scenes: Math.round(ITEMS * 2.5) })
    const stash = await startServer({ entry: built('stash/sample-stash-server.js'), args: [JSON.stringify({ scenes: library.scenes.length, coverBytes: COVER_BYTES })], readyAt: '/healthz' })
    const data = await dataFolder(undefined, { pathMappings: library.pathMappings, library: { roots: [ROOT] } })
    const product = await startProduct({ STASH_URL: stash.url, ...data.env })
    const [plex, direct] = [new Sender(product.url, IN_FLIGHT), new Sender(stash.url, IN_FLIGHT)]
    try {
      const items = itemsOf(library)
      const part = parts(items)
      const { ours, baseline } = await alternate(PARTS - 1, { ours: () => scanned(plex, part.next()), baseline: () => coversAlone(direct, part.last()) })
      return [{ what: `scan of ${items.length.toLocaleString('en')} items, ${IN_FLIGHT} in flight; their covers alone, of Stash`, unit: 'items/s', value: middle(ours, (one) => one), baseline: middle(baseline, (one) => one), reach: '0.25 or more' }]
    } finally {
      await Promise.all([plex.close(), direct.close()])
      await product.stop()
      await stash.stop()
      await data.remove()
    }
  },
}

/** Items that match for certain, whose scene has a cover; no two of the same scene. */
function itemsOf({ items, scenes }: SampleLibrary): readonly Item[] {
  const withCover = new Set(scenes.filter(({ hasCover }) => hasCover).map(({ id }) => id))
  const wanted = items.filter(({ category, path, sceneId }) => category === 'mapped' && path.startsWith(`${ROOT}/`) && withCover.has(sceneId ?? 0))
  return wanted.slice(0, ITEMS).map((item) => ({ sceneId: item.sceneId ?? 0, body: bodyOf(item) }))
}

function bodyOf({ path }: SampleItem): string {
  const filename = path.slice(ROOT.length + 1)
  return JSON.stringify({ type: 1, title: filename.split('/').at(-1)?.replace(/\.\w+$/, ''), filename, manual: 0, includeAdult: 1 })
}

/** Every part of the items is scanned once, so that nothing is warm; the covers are those of the part just scanned. */
function parts(items: readonly Item[]): { next(): readonly Item[], last(): readonly Item[] } {
  const size = Math.floor(items.length / PARTS)
  let last: readonly Item[] = []
  let from = 0
  return {
    next: () => {
      last = items.slice(from, from + size)
      from += size
      return last
    },
    last: () => last,
  }
}

async function scanned(plex: Sender, items: readonly Item[]): Promise<number> {
  const { perSecond } = await flow({ inFlight: IN_FLIGHT, steps: items.length }, async (nth) => {
    const [match] = await ask(plex, { method: 'POST', path: '/library/metadata/matches', body: items[nth]?.body ?? '' })
    if (match === undefined) throw new Error(`no match for ${items[nth]?.body}`)
    const [described] = await ask(plex, { method: 'GET', path: match.key })
    await plex.send({ method: 'GET', path: `${match.key}/images` })
    await plex.send({ method: 'GET', path: `${match.key}/extras` })
    await plex.send({ method: 'GET', path: new URL(described?.thumb ?? '').pathname })
  })
  return perSecond
}

async function ask(plex: Sender, request: Parameters<Sender['send']>[0]): Promise<NonNullable<Answer['MediaContainer']['Metadata']>> {
  const { MediaContainer } = JSON.parse(await plex.text(request)) as Answer
  return MediaContainer.Metadata ?? []
}

async function coversAlone(stash: Sender, items: readonly Item[]): Promise<number> {
  const { perSecond } = await flow({ inFlight: IN_FLIGHT, steps: items.length }, (nth) => stash.send({ method: 'GET', path: `/scene/${items[nth]?.sceneId}/screenshot?t=1` }))
  return perSecond
}
