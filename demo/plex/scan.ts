import type { SampleItem } from '../library/sample-library.js'
import type { Holding } from './holding.js'
import { automaticMatch } from './match-body.js'
import type { FilenameForm } from './match-body.js'
import type { Findings, Matching, Outcome } from './matching.js'
import { isUnmatched } from './plex-item.js'
import type { PlexItem, PlexSection } from './plex-item.js'
import type { Provider } from './providers.js'

export interface ScanResult {
  readonly item: SampleItem
  /** The `filename` that was posted. */
  readonly filename: string
  readonly outcome: Outcome
  /** Why the server threw an answer away; empty when all is well. */
  readonly refused: readonly string[]
  /** What is odd but passes. */
  readonly notes: readonly string[]
  /** Milliseconds for the match alone, and for everything about the item. */
  readonly matchMs: number
  readonly ms: number
}

export interface ScanProgress {
  readonly done: number
  readonly total: number
  readonly matched: number
}

export interface ScanOptions {
  /** Items at work at a time, 16 by default. */
  readonly inFlight?: number
  /** Only these sections. */
  readonly sectionIds?: readonly string[]
  /** Only what lies in this folder. */
  readonly folder?: string
  /** `unmatched` (default) leaves alone what has a match; `all` matches everything anew and sends the guid it has. */
  readonly which?: 'unmatched' | 'all'
  /** Items are matched and not described. */
  readonly matchOnly?: boolean
  readonly onProgress?: (progress: ScanProgress) => void
  /** Ends the scan before its next item. */
  readonly signal?: AbortSignal
}

interface ScanContext {
  readonly holding: Holding
  readonly matching: Matching
  readonly filenameForm: FilenameForm
  /** The provider of a section's agent, or undefined when another kind of agent is set. */
  readonly providerOf: (section: PlexSection) => Provider | undefined
}

/** Makes items of the files first, so that they can be listed, then matches and describes each through its provider. */
export async function scan(context: ScanContext, options: ScanOptions): Promise<ScanResult[]> {
  const sections = [...context.holding.sections.values()].filter(({ id }) => options.sectionIds?.includes(id) ?? true)
  const work = sections.flatMap((section) => workOf(section, context, options))
  const results: ScanResult[] = []
  let matched = 0
  const queue = work.values()
  const take = async (): Promise<void> => {
    for (const { item, section, provider } of queue) {
      if (options.signal?.aborted === true) return
      const result = await scanItem(context, { item, section, provider, describe: options.matchOnly !== true })
      results.push(result)
      if (result.outcome.kind === 'matched') matched += 1
      options.onProgress?.({ done: results.length, total: work.length, matched })
    }
  }
  for (const section of sections) section.refreshing = true
  try {
    await Promise.all(Array.from({ length: options.inFlight ?? 16 }, take))
  } finally {
    for (const section of sections) section.refreshing = false
  }
  return results
}

interface Work {
  readonly item: PlexItem
  readonly section: PlexSection
  readonly provider: Provider
}

function workOf(section: PlexSection, { holding, providerOf }: ScanContext, { folder, which }: ScanOptions): Work[] {
  const items = holding.scanFiles(section, folder)
  const provider = providerOf(section)
  if (provider === undefined) return []
  return items.filter((item) => which === 'all' || isUnmatched(item)).map((item) => ({ item, section, provider }))
}

async function scanItem({ matching, filenameForm }: ScanContext, { item, section, provider, describe }: Work & { readonly describe: boolean }): Promise<ScanResult> {
  const findings: Findings = { refused: [], notes: [] }
  const body = automaticMatch(item, section, filenameForm)
  const started = performance.now()
  const outcome = await matching.match(item, provider, { body, findings })
  const matchMs = performance.now() - started
  if (describe && outcome.kind === 'matched') await matching.describe(item, provider, findings)
  return { item: item.sample, filename: String(body['filename']), outcome, ...findings, matchMs, ms: performance.now() - started }
}
