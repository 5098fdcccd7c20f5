import { mkdir, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Bench, Figure } from './bench.js'
import { gapsDiff } from './gaps-diff.js'
import { gapsLive } from './gaps-live.js'
import { matchKnown } from './match-known.js'

const benches: readonly Bench[] = [matchKnown, gapsDiff, gapsLive]

const { positionals, values } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } })
const chosen = positionals.length === 0 ? benches : benches.filter(({ name }) => positionals.includes(name))

if (values.help === true || chosen.length === 0) {
  console.log(`npm run bench [-- name …]\n\nMeasures: ${benches.map(({ name }) => name).join(', ')}. Figures are ratios to a baseline of the same run;\nthey are saved in bench/results/.`)
} else {
  for (const bench of chosen) await measure(bench)
}

async function measure(bench: Bench): Promise<void> {
  console.log(`\n${bench.name} …`)
  const figures = await bench.run()
  console.table(figures.map(shown))
  await mkdir('bench/results', { recursive: true })
  await writeFile(`bench/results/${bench.name}.json`, `${JSON.stringify({ at: new Date().toISOString(), node: process.version, figures }, undefined, 2)}\n`)
}

function shown({ what, unit, value, baseline, reach }: Figure): object {
  return { what, unit, value: rounded(value), baseline: rounded(baseline), ratio: rounded(value / baseline), reach }
}

function rounded(value: number): number {
  return Number(value.toPrecision(3))
}
