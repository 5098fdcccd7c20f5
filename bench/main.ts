import { mkdir, rm, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Bench, Figure } from './bench.js'
import { catalogSize } from './catalog-size.js'
import { keptCatalogs } from './catalog/sample-catalog.js'
import { firstSync } from './first-sync.js'
import { gapsDiff } from './gaps-diff.js'
import { gapsLive } from './gaps-live.js'
import { gapsReport } from './gaps-report.js'
import { hostile } from './hostile.js'
import { imageStream } from './image-stream.js'
import { lookUpBench } from './look-ups.js'
import { matchKnown } from './match-known.js'
import { matchScale } from './match-scale.js'
import { metadataCold } from './metadata-cold.js'
import { metadataWarm } from './metadata-warm.js'
import { responsive } from './responsive.js'
import { restart } from './restart.js'
import { isReached } from './run/reach.js'
import { scan } from './scan.js'
import { suggestMappings } from './suggest-mappings.js'

const benches: readonly Bench[] = [
  matchKnown, matchScale, lookUpBench, metadataCold, metadataWarm, scan, firstSync, responsive, restart, catalogSize, imageStream,
  gapsDiff, gapsLive, gapsReport,
  hostile,
  suggestMappings,
]

const { positionals, values } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' }, keep: { type: 'boolean' } } })
const chosen = positionals.length === 0 ? benches : benches.filter(({ name }) => positionals.includes(name))

if (values.help === true || chosen.length === 0) {
  console.log(`npm run bench [-- name …]\n\nMeasures: ${benches.map(({ name }) => name).join(', ')}. Figures are ratios to a baseline of the same run;\nthey are saved in bench/results/. --keep leaves the sample catalogs in ${keptCatalogs} for the next run.`)
} else {
  for (const bench of chosen) await measure(bench)
  if (values.keep !== true) await rm(keptCatalogs, { recursive: true, force: true })
}

async function measure(bench: Bench): Promise<void> {
  console.log(`\n${bench.name} …`)
  const figures = await bench.run()
  console.table(figures.map(shown))
  await mkdir('bench/results', { recursive: true })
  await writeFile(`bench/results/${bench.name}.json`, `${JSON.stringify({ at: new Date().toISOString(), node: process.version, figures }, undefined, 2)}\n`)
}

function shown(figure: Figure): object {
  const { what, unit, value, baseline, reach } = figure
  return { what, unit, value: rounded(value), baseline: rounded(baseline), ratio: rounded(value / baseline), reach, reached: isReached(figure) ?? '' }
}

function rounded(value: number): number {
  return Number(value.toPrecision(3))
}
