import type { GapSource, LocalFiles } from '../../shared/plugin-api/index.js'
import { compilePathMapping } from '../../shared/path-mapping/index.js'
import { globs } from '../../shared/text/globs.js'
import { compareLibraries, type CompareOptions } from '../../core/gaps/compare-job.js'
import type { RunResult } from '../../core/gaps/gap-run.js'
import type { GapSourceEntry } from '../../core/gaps/list-source.js'
import { CallRecord } from '../../core/plugin-system/call-record.js'
import type { Database } from '../../core/store/database.js'
import { inPages, plantedIgnore, plantedRoots, plantedRules, type Planted } from './planted.js'
import { quiet } from './scratch.js'

export const plantedMapping = (await compilePathMapping(plantedRules)).mapping

export function entryOf(capability: GapSource, plugin = `${capability.side}-test`): GapSourceEntry {
  return { kind: 'gapSource', plugin, name: plugin, order: 50, capability, calls: new CallRecord() }
}

export function plexSource({ plex }: Pick<Planted, 'plex'>, more: Partial<GapSource> = {}): GapSourceEntry {
  return entryOf({ side: 'plex', list: () => inPages(plex), roots: () => plantedRoots, ...more })
}

export function stashSource({ stash }: Pick<Planted, 'stash'>, more: Partial<GapSource> = {}): GapSourceEntry {
  return entryOf({ side: 'stash', list: () => inPages(stash), ...more })
}

const noLocalFiles: LocalFiles = { readable: false, fingerprint: async () => 'unknown' }
let runs = 0

export function compare(database: Database, sources: readonly GapSourceEntry[], more: Partial<CompareOptions> = {}): Promise<RunResult> {
  return compareLibraries({
    sources, database, mapping: plantedMapping, localFiles: noLocalFiles, ignores: globs(plantedIgnore), run: ++runs, startedAt: Date.now(), expected: { plex: 0, stash: 0 },
    log: quiet, signal: new AbortController().signal, onProgress: () => undefined, onAtWork: () => undefined, ...more,
  })
}

/** Kind and path of the open gaps, sorted as the planted ones. */
export function openGaps(database: Database): readonly string[] {
  return database.prepare<[], { kind: string, path: string }>('SELECT kind, path FROM gaps WHERE status = \'open\'').all().map(({ kind, path }) => `${kind} ${path}`).sort()
}
