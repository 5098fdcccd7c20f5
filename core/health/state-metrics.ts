import { Gauge, type Registry } from 'prom-client'
import type { CatalogState } from '../catalog/catalog-state.js'
import type { PendingCounts } from '../delivery/unanswered-store.js'
import type { KindCounts } from '../gaps/gap-reader.js'
import type { ReportedRun } from '../gaps/gap-run.js'
import type { PluginStatus } from '../plugin-system/plugin-status.js'

/** Where the figures come from: each is asked at a scrape, and keeps its own books. */
export interface StateSources {
  readonly version: string
  readonly catalogState: () => CatalogState
  readonly stashResting: () => boolean
  /** Requests being answered now, by kind. */
  readonly atWork: () => Readonly<Record<string, number>>
  readonly plugins: () => readonly PluginStatus[]
  readonly pending: () => PendingCounts
  readonly gapCounts: () => Promise<ReadonlyMap<string, KindCounts>>
  /** The newest first. */
  readonly runs: () => readonly ReportedRun[]
}

type Rows = readonly (readonly [Readonly<Record<string, string>>, number | undefined])[]
type Read = () => Rows | Promise<Rows>

/** Adds the gauges of what is, to be read at each scrape. A figure that is not known is left out. */
export function addStateMetrics(registry: Registry, sources: StateSources): void {
  const { catalogState, plugins } = sources
  const gauge = (name: string, help: string, labelNames: string[], read: Read): void => {
    registry.registerMetric(new Gauge({ name: `stash2plex_${name}`, help, labelNames, registers: [], async collect() {
      const rows = await read()
      this.reset()
      // A reset sets a gauge without labels to 0, which would be a figure.
      if (labelNames.length === 0) this.remove()
      for (const [labels, value] of rows) if (value !== undefined) this.set(labels, value)
    } }))
  }
  const single = (name: string, help: string, value: () => number | undefined): void => { gauge(name, help, [], () => [[{}, value()]]) }

  gauge('info', 'The version that runs.', ['version'], () => [[{ version: sources.version }, 1]])
  single('stash_away', '1 while Stash is left alone after a row of failures.', () => Number(sources.stashResting()))
  single('catalog_complete', '1 once the first sync is through.', () => Number(catalogState().phase === 'complete'))
  single('catalog_scenes', 'Scenes in the catalog.', () => catalogState().scenes)
  single('catalog_files', 'Files in the catalog.', () => catalogState().files)
  single('catalog_age_seconds', 'Since the last look at what changed in Stash; before the first, since the first sync.', () => age(catalogState().checkedAt ?? catalogState().syncedAt))
  single('catalog_stale_seconds', 'Since when Stash cannot be asked; 0 while it can.', () => age(catalogState().staleSince) ?? 0)
  gauge('requests_at_work', 'Requests being answered now, by kind.', ['kind'], () => Object.entries(sources.atWork()).map(([kind, count]) => [{ kind }, count] as const))
  gauge('pending_matches', 'Files that Plex got no scene for, by state.', ['state'], () => Object.entries(sources.pending()).map(([state, count]) => [{ state }, count as number]))
  gauge('gaps', 'Gaps by kind and status.', ['kind', 'status'], async () => [...await sources.gapCounts()].flatMap(([kind, counts]) => Object.entries(counts).map(([status, count]) => [{ kind, status }, count] as const)))
  gauge('gap_runs', `The last ${runsCounted} comparisons, by status.`, ['status'], () => byStatus(sources.runs()))
  gauge('gap_run_started_timestamp_seconds', 'The last comparison, by its status.', ['status'], () => startOf(sources.runs()[0]))
  single('gap_run_seconds', 'How long the last comparison that ended took.', () => durationOf(sources.runs().find(({ endedAt }) => endedAt !== null)))
  gauge('plugin_active', '1 for a plugin that runs, 0 for one that does not.', ['plugin', 'status'], () => plugins().map(({ id, status }) => [{ plugin: id, status }, Number(status === 'active')]))
  gauge('plugin_p95_seconds', 'What 95 of 100 of the last calls stay below.', ['plugin', 'kind', 'name'], () => plugins().flatMap(({ id, capabilities }) => capabilities.map((one) => [{ plugin: id, kind: one.kind, name: one.name }, one.p95Ms === undefined ? undefined : one.p95Ms / 1000] as const)))
  for (const figure of ['calls', 'failures'] as const) {
    gauge(`plugin_${figure}`, `Plugins' ${figure} since the start.`, ['plugin', 'kind', 'name'], () => plugins().flatMap(({ id, capabilities }) => capabilities.map((one) => [{ plugin: id, kind: one.kind, name: one.name }, one[figure]] as const)))
  }
}

/** How many of the last comparisons are looked at. */
export const runsCounted = 20

/** Seconds since then. */
function age(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.max(0, Math.round(Date.now() / 1000 - seconds))
}

function startOf(run: ReportedRun | undefined): Rows {
  return run === undefined ? [] : [[{ status: run.status }, Date.parse(run.startedAt) / 1000]]
}

function byStatus(runs: readonly ReportedRun[]): Rows {
  const counts = new Map<string, number>()
  for (const { status } of runs) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts].map(([status, count]) => [{ status }, count])
}

function durationOf(run: ReportedRun | undefined): number | undefined {
  return run === undefined || run.endedAt === null ? undefined : (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000
}
