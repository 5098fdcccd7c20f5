import { setTimeout as sleep } from 'node:timers/promises'
import type { ScanResult } from '../plex/scan.js'
import { NOT_LOGGED } from '../scan-report/matcher-log.js'
import { reportLines, reportScan } from '../scan-report/scan-report.js'
import type { ScanReport } from '../scan-report/scan-report.js'
import type { Cleanup } from './cleanup.js'
import { progressOn } from './progress.js'
import { setStage } from './stage.js'
import type { Stage, StageOptions } from './stage.js'
import { stashLoadLines } from './stash-load.js'
import { whatToTry } from './what-to-try.js'

type Output = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean }

/** The provider writes its log in blocks: it gets this long to tell of every match. */
const LOG_SETTLES_MS = 1000

/** Runs the whole demo and tells it on `output`; true when every answer is as it must be, an error when it cannot go on. */
export async function runDemo(options: StageOptions, { cleanup, output = process.stdout }: { cleanup: Cleanup; output?: Output }): Promise<boolean> {
  const say = (...lines: string[]) => void output.write(`${lines.join('\n')}\n`)
  say(`Making a library of ${options.scenes} scenes (seed ${options.seed}), layout ${options.layout} …`)
  const stage = await setStage(options, cleanup)
  try {
    const results = await scanAll(stage, { options, output, say })
    const passed = conclude(stage, results, say)
    if (options.keep) say('', ...whatToTry(servingOf(stage), results))
    return passed
  } catch (error) {
    say('', 'The last lines that Stash2Plex wrote:', ...stage.provider.lastLines.map((line) => `  ${line}`), '')
    throw error
  }
}

interface Telling {
  readonly options: StageOptions
  readonly output: Output
  readonly say: (...lines: string[]) => void
}

async function scanAll({ library, plex, stash, provider, watch }: Stage, { options, output, say }: Telling): Promise<ScanResult[]> {
  say(`Sample Stash at ${stash.url}, sample Plex at ${plex.url}, Stash2Plex at ${provider.url}; waiting for its first sync …`)
  await provider.ready()
  await plex.register(provider.url)
  stash.requests.reset()
  const started = performance.now()
  say(`Registered with Plex. Scanning ${library.items.length} files, ${options.inFlight} at a time:`)
  const results = await plex.scan({ inFlight: options.inFlight, matchOnly: options.matchOnly, onProgress: progressOn(output), signal: endOf(provider) })
  const seconds = (performance.now() - started) / 1000
  if (provider.ended !== undefined) throw new Error(`Stash2Plex ended during the scan: ${provider.ended}`)
  say(`Scanned in ${seconds.toFixed(1)} s (${Math.round(results.length / seconds)} files a second).`, '')
  await logSettled(watch, results)
  return results
}

async function logSettled({ matchers }: Stage['watch'], results: readonly ScanResult[]): Promise<void> {
  const until = Date.now() + LOG_SETTLES_MS
  while (Date.now() < until && results.some((result) => matchers.matcherOf(result) === NOT_LOGGED)) await sleep(50)
}

function conclude({ library, stash, watch }: Stage, results: readonly ScanResult[], say: Telling['say']): boolean {
  const matcherOf = watch.matchers.size === 0 ? {} : { matcherOf: (result: ScanResult) => watch.matchers.matcherOf(result), whyOf: (result: ScanResult) => watch.matchers.whyNone(result) }
  const report = reportScan(results, { library, ...matcherOf })
  say(...reportLines(report), ...stashLoadLines(stash.requests, results.filter(({ outcome }) => outcome.kind === 'matched').length), '')
  const faults = [...faultsOf(report), ...[...watch.leaked].map((name) => `${name} stood in the log`)]
  if (stash.requests.pathFilters > 0) faults.push('Stash was searched by path')
  say(faults.length === 0 ? 'Right: nothing wrong, nothing certain missed, nothing refused.' : `Not right: ${faults.join(', ')}.`)
  return faults.length === 0
}

function faultsOf({ total, refusals, passed }: ScanReport): string[] {
  if (passed) return []
  const refused = refusals.reduce((sum, { count }) => sum + count, 0)
  return [`${total.wrong} wrong`, `${total.missed} missed`, `${total.failed} failed`, `${refused} refused by Plex`]
}

/** Aborted once the provider's process ends, so that a scan does not go on against nobody. */
function endOf(provider: Stage['provider']): AbortSignal {
  const ending = new AbortController()
  provider.onEnd(() => ending.abort())
  return ending.signal
}

function servingOf({ stash, plex, provider, keys }: Stage) {
  return { ...keys, stashUrl: stash.url, plexUrl: plex.url, providerUrl: provider.url }
}
