import { fileURLToPath } from 'node:url'
import { Cleanup } from './run/cleanup.js'
import type { LayoutName } from './library/layout.js'
import { HELP, parseDemoOptions } from './run/demo-options.js'
import type { DemoOptions } from './run/demo-options.js'
import { runDemo } from './run/run-demo.js'

const cleanup = new Cleanup()
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
  process.once(signal, () => void end(code))
}
await main()

async function main(): Promise<void> {
  const options = readOptions()
  if (options === 'help') return console.log(HELP)
  if (options === undefined) return end(2)
  try {
    const passed = await runAll(options)
    if (!options.keep) await end(passed ? 0 : 1)
  } catch (error) {
    console.error(`The demo failed: ${(error as Error).message}`)
    await end(1)
  }
}

/** One layout after the other, each from the start; the last one is what `--keep` keeps. */
async function runAll(options: DemoOptions): Promise<boolean> {
  const entry = fileURLToPath(new URL('../core/main.js', import.meta.url))
  const failed: LayoutName[] = []
  for (const [at, layout] of options.layouts.entries()) {
    const last = at === options.layouts.length - 1
    const own = last ? cleanup : new Cleanup()
    if (!last) cleanup.add(() => own.run())
    if (!await runDemo({ ...options, layout, entry, keep: options.keep && last }, { cleanup: own })) failed.push(layout)
    if (!last) await own.run()
  }
  if (options.layouts.length > 1) console.log(failed.length === 0 ? `All ${options.layouts.length} layouts are right.` : `Not right: ${failed.join(', ')}.`)
  return failed.length === 0
}

function readOptions(): DemoOptions | 'help' | undefined {
  try {
    return parseDemoOptions(process.argv.slice(2))
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`)
    return undefined
  }
}

async function end(code: number): Promise<never> {
  await cleanup.run()
  process.exit(code)
}
