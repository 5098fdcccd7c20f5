import { Pool } from 'undici'
import { documents } from '../core/stash/documents.js'
import type { Bench, Figure } from './bench.js'
import { dataFolder } from './catalog/sample-catalog.js'
import { alternate, middle } from './run/alternate.js'
import { startProduct } from './run/server.js'
import { startLightStash, type LightStash } from './stash/light-stash-client.js'
import { indexPageSize } from './stash/index-pages.js'

const SCENES = Number(process.env.BENCH_SCENES ?? 100_000)
const TURNS = 2
/** What a thousand scenes take a real Stash at the least: a quarter of a millisecond each. */
const STASH_PAGE_MS = 250

/** The first sync, against reading the same answers and doing nothing with them. */
export const firstSync: Bench = {
  name: 'first-sync',
  async run() {
    return [
      await measure({ scenes: SCENES, delayMs: 0 }, 'pages that are ready'),
      await measure({ scenes: Math.round(SCENES / 5), delayMs: STASH_PAGE_MS }, `pages that take Stash ${STASH_PAGE_MS} ms`),
    ]
  },
}

async function measure({ scenes, delayMs }: { readonly scenes: number, readonly delayMs: number }, pages: string): Promise<Figure> {
  const stash = await startLightStash({ scenes, delayMs, prerender: true })
  try {
    const { ours, baseline } = await alternate(TURNS, { ours: () => synced(stash), baseline: () => looped(stash) })
    return { what: `first sync, ${scenes.toLocaleString('en')} scenes, ${pages}; reading those and their JSON`, unit: 's', value: middle(ours, (s) => s), baseline: middle(baseline, (s) => s), reach: '1.3 or less' }
  } finally {
    await stash.stop()
  }
}

/** Seconds from the first question for the size of the library to the complete catalog. */
async function synced(stash: LightStash): Promise<number> {
  const data = await dataFolder()
  const product = await startProduct({ STASH_URL: stash.url, ...data.env }, { readyAt: '/health/live' })
  try {
    const started = performance.now()
    while ((await fetch(`${product.url}/health/ready`)).status !== 200) await new Promise((resolve) => { setTimeout(resolve, 20) })
    return (performance.now() - started) / 1000
  } finally {
    await product.stop()
    await data.remove()
  }
}

/** One page in flight while the one before is parsed, as in the sync. */
async function looped({ url }: LightStash): Promise<number> {
  const pool = new Pool(url, { connections: 1 })
  const page = async (after: number) => {
    const body = JSON.stringify({ query: documents.indexPage.text, variables: { after, limit: indexPageSize } })
    return await (await pool.request({ method: 'POST', path: '/graphql', headers: { 'content-type': 'application/json' }, body })).body.text()
  }
  const started = performance.now()
  let text = await page(0)
  for (;;) {
    const { data } = JSON.parse(text) as IndexAnswer
    const last = data.findScenes.scenes[indexPageSize - 1]
    if (last === undefined) break
    text = await page(Number(last.id))
  }
  await pool.destroy()
  return (performance.now() - started) / 1000
}

interface IndexAnswer {
  readonly data: { readonly findScenes: { readonly scenes: readonly { readonly id: string }[] } }
}
