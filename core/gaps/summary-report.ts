import { gapKinds, type GapKind } from './gap.js'
import type { GapReader, KindCounts } from './gap-reader.js'
import type { ReportedRun } from './gap-run.js'
import type { Runs } from './routes.js'

export interface SummaryReport {
  readonly open: number
  readonly resolved: number
  readonly ignored: number
  readonly kinds: Readonly<Record<GapKind, KindCounts>>
  readonly lastRun: ReportedRun | null
  /** ISO 8601; null when comparisons are started by hand. */
  readonly nextRunAt: string | null
}

/** The figures of all gaps on one page. */
export async function summaryReport({ reader, runs }: { readonly reader: Pick<GapReader, 'counts'>, readonly runs: Pick<Runs, 'latest' | 'nextAt'> }): Promise<SummaryReport> {
  const counts = await reader.counts()
  const kinds = Object.fromEntries(gapKinds.map((kind) => [kind, counts.get(kind) ?? { open: 0, resolved: 0, ignored: 0 }])) as Record<GapKind, KindCounts>
  const sum = (status: keyof KindCounts) => gapKinds.reduce((total, kind) => total + kinds[kind][status], 0)
  return {
    open: sum('open'), resolved: sum('resolved'), ignored: sum('ignored'), kinds,
    lastRun: runs.latest(1)[0] ?? null, nextRunAt: runs.nextAt()?.toISOString() ?? null,
  }
}
