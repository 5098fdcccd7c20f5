import { stat } from 'node:fs/promises'
import type { Bench } from './bench.js'
import { sampleCatalog } from './catalog/sample-catalog.js'
import { sampleScene } from './catalog/sample-scenes.js'

const SCENES = Number(process.env.BENCH_SCENES ?? 100_000)

/** What the catalog takes on the disk, title index included, against nothing but the paths. */
export const catalogSize: Bench = {
  name: 'catalog-size',
  async run() {
    const { size } = await stat(await sampleCatalog(SCENES, 'as-a-sync'))
    const { files, bytes } = rawPaths()
    const what = `catalog, ${SCENES.toLocaleString('en')} scenes`
    return [
      { what: `${what}; 400 bytes a file`, unit: 'bytes a file', value: size / files, baseline: 400, reach: '1 or less' },
      { what: `${what}; the paths as UTF-8`, unit: 'MB', value: size / 1e6, baseline: bytes / 1e6, reach: 'shown only' },
    ]
  },
}

function rawPaths(): { files: number, bytes: number } {
  const sum = { files: 0, bytes: 0 }
  for (let n = 1; n <= SCENES; n++) {
    for (const { path } of sampleScene(n).files) {
      sum.files += 1
      sum.bytes += Buffer.byteLength(path)
    }
  }
  return sum
}
