import type { LibraryFile, LocalFiles, Logger, PathMapping } from '../../shared/plugin-api/index.js'
import { CodedError } from '../errors.js'
import type { Database } from '../store/database.js'
import { Comparison } from './comparison.js'
import { findDifferences, findGaps, mayHaveMoved, type Findings, type Listed } from './find-gaps.js'
import { FolderTally } from './folder-tally.js'
import type { FoundGap } from './gap.js'
import { pathKey } from './gap-id.js'
import { progressIn, type RunProgress, type RunResult } from './gap-run.js'
import { GapSettler } from './gap-settler.js'
import { GapWriter } from './gap-writer.js'
import { ask, LibraryTrouble, listSource, sourceLimits, type GapSourceEntry, type SourceCall, type SourceLimits } from './list-source.js'
import { localHashes } from './local-hashes.js'
import { recheck } from './recheck.js'
import { writeInShortTransactions } from './short-transactions.js'

export interface CompareOptions {
  readonly sources: readonly GapSourceEntry[]
  readonly mapping: PathMapping
  /** Tells what moved where sizes and durations do not. */
  readonly localFiles: LocalFiles
  readonly ignores: (path: string) => boolean
  /** state.db, a connection of the worker's own. */
  readonly database: Database
  readonly run: number
  /** Unix ms. */
  readonly startedAt: number
  /** Files that the last comparison counted, for the progress. */
  readonly expected: { readonly plex: number, readonly stash: number }
  readonly log: Logger
  readonly signal: AbortSignal
  readonly onProgress: (progress: RunProgress) => void
  /** Told which gap source is asked, by its plugin's id, and when none is. */
  readonly onAtWork: (source: string | undefined) => void
  readonly limits?: Partial<SourceLimits>
}

type Side = 'plex' | 'stash'

/**
 * One comparison from the listings to the gaps, on the worker thread. Nothing but whole listings make a verdict: when one of
 * them failed, only what the other direction shows is written, and nothing is resolved.
 * @throws the signal's reason when cancelled; what was written until then is right, and stays
 */
export async function compareLibraries(options: CompareOptions): Promise<RunResult> {
  const comparison = new Comparison(options)
  const call: SourceCall = { signal: options.signal, log: options.log, limits: { ...sourceLimits, ...options.limits }, onAsk: options.onAtWork }
  const troubles: string[] = []
  const listed = {
    plex: await listSide('plex', { options, call, troubles, take: (page) => { comparison.addPlex(page) }, expected: options.expected.plex }),
    stash: await listSide('stash', { options, call, troubles, take: (page) => { comparison.addStash(page) }, expected: options.expected.stash }),
  }
  options.onProgress(progressIn('comparing'))
  const roots = await rootsOf(options, call).catch((error: unknown) => {
    listed.plex &&= noteTrouble(error, troubles)
    return undefined
  })
  options.onAtWork(undefined)
  const findings = await findAll(comparison, { options, listed, roots })
  const written: Written = { 'missing-in-stash': 0, 'missing-in-plex': 0, moved: 0, unmatched: 0 }
  const missing = new FolderTally()
  const whole = listed.plex && listed.stash
  try {
    await write(findings, { options, call, whole, written, missing })
    if (whole) await settle(comparison, options)
  } catch (error) {
    noteTrouble(error, troubles)
  }
  return resultOf(findings, { written, missing, troubles })
}

/** Gaps that the recheck confirmed. */
type Written = Record<FoundGap['kind'], number>

interface Writing {
  readonly options: CompareOptions
  readonly call: SourceCall
  readonly whole: boolean
  readonly written: Written
  readonly missing: FolderTally
}

interface SideListing {
  readonly options: CompareOptions
  readonly call: SourceCall
  readonly troubles: string[]
  readonly take: (page: readonly LibraryFile[]) => void
  readonly expected: number
}

/** @returns whether the whole side was listed */
async function listSide(side: Side, { options, call, troubles, take, expected }: SideListing): Promise<boolean> {
  const phase = side === 'plex' ? 'listing Plex' : 'listing Stash'
  const sources = options.sources.filter(({ capability }) => capability.side === side)
  if (sources.length === 0) troubles.push(side === 'plex' ? 'nothing lists Plex; set PLEX_URL and PLEX_TOKEN, and enable the plugin plex-library' : 'nothing lists Stash; enable the plugin stash-library')
  let files = 0
  let whole = sources.length > 0
  options.onProgress(progressIn(phase))
  for (const source of sources) {
    try {
      await listSource(source, (page) => {
        files += page.length
        take(page)
        options.onProgress(progressIn(phase, files / Math.max(1, expected)))
      }, call)
    } catch (error) {
      whole = noteTrouble(error, troubles)
    }
  }
  return whole
}

/** That Plex or Stash failed makes a run incomplete; everything else ends it. */
function noteTrouble(error: unknown, troubles: string[]): false {
  if (!(error instanceof LibraryTrouble)) throw error
  troubles.push(error.message)
  return false
}

async function findAll(comparison: Comparison, { options, ...scope }: { readonly options: CompareOptions, readonly listed: Listed, readonly roots: readonly string[] | undefined }): Promise<Findings> {
  const differences = findDifferences(comparison, scope)
  if (!options.localFiles.readable) return findGaps(differences)
  return findGaps(differences, await localHashes(mayHaveMoved(differences), { ...options, sizeOf: (entry) => comparison.plex.size(entry) }))
}

/** Undefined when a source of Plex does not tell: then nothing is out of scope. */
async function rootsOf({ sources }: CompareOptions, call: SourceCall): Promise<readonly string[] | undefined> {
  const roots: string[] = []
  for (const source of sources.filter(({ capability }) => capability.side === 'plex')) {
    if (source.capability.roots === undefined) return undefined
    roots.push(...await ask(source, call, (ctx) => source.capability.roots?.(ctx), checkedRoots))
  }
  return roots
}

function checkedRoots(output: unknown): readonly string[] {
  if (!Array.isArray(output) || !output.every((folder) => typeof folder === 'string')) throw new TypeError('its roots are no list of folders')
  return output
}

async function write({ gaps, counts }: Findings, { options, call, whole, written, missing }: Writing): Promise<void> {
  const { database, signal, startedAt, run, sources, mapping } = options
  const writer = new GapWriter(database)
  const isKnown = (gap: FoundGap): boolean => ['open', 'ignored'].includes(writer.statusOf(gap) ?? '')
  const speaksFor = whole ? () => false : movedBefore(database)
  const total = counts.missingInStash + counts.missingInPlex + counts.moved
  let done = 0
  for await (const some of recheck(gaps, { sources, mapping, call, isKnown })) {
    options.onAtWork(undefined)
    await writeInShortTransactions({
      database, signal, items: some.filter((gap) => !speaksFor(gap)),
      write: (gap) => {
        writer.record(gap, { source: 'comparison', at: Date.now(), knownSince: startedAt, run })
        written[gap.kind]++
        if (gap.kind === 'missing-in-stash') missing.add(gap.path)
      },
      atEnd: () => { writer.countChange() },
    })
    done += some.length
    options.onProgress(progressIn('writing', done / Math.max(1, total)))
  }
}

/** With one side unseen nobody can tell what has moved; so what was known to have moved stays that. */
function movedBefore(database: Database): (gap: FoundGap) => boolean {
  const rows = database.prepare<[], { path: string, expected_path: string | null }>('SELECT path, expected_path FROM gaps WHERE kind = \'moved\' AND status <> \'resolved\'').all()
  const paths = new Set(rows.flatMap(({ path, expected_path: expected }) => [pathKey(path), pathKey(expected ?? '')]))
  return (gap) => paths.has(pathKey(gap.path))
}

async function settle(comparison: Comparison, { database, run, startedAt, signal, onProgress, onAtWork }: CompareOptions): Promise<void> {
  onAtWork(undefined)
  onProgress(progressIn('settling'))
  const settler = new GapSettler({ database, run, startedAt, signal })
  await settler.mergeProvisional(comparison)
  await settler.resolveOthers()
  await settler.resolveGone(comparison)
}

function resultOf({ counts, unmappedFolders, outOfScopeFolders }: Findings, { written, missing, troubles }: { readonly written: Written, readonly missing: FolderTally, readonly troubles: readonly string[] }): RunResult {
  return {
    status: troubles.length === 0 ? 'complete' : 'incomplete',
    counts: { ...counts, missingInStash: written['missing-in-stash'], missingInPlex: written['missing-in-plex'], moved: written.moved },
    folders: { missingInStash: missing.main(), unmapped: unmappedFolders, outOfScope: outOfScopeFolders },
    error: troubles.length === 0 ? undefined : troubles.join(' '),
  }
}

/** What becomes of a comparison that threw. */
export function failedResult(error: unknown, cancelled: boolean): RunResult {
  if (cancelled) return { status: 'cancelled', counts: undefined, folders: undefined, error: undefined }
  const why = error instanceof CodedError ? error.message : 'something went wrong inside Stash2Plex; the log has the details'
  return { status: 'failed', counts: undefined, folders: undefined, error: why }
}
