import type { Database, Statement } from '../store/database.js'
import { writePatiently } from '../store/patient-write.js'
import type { ReportedRun, RunProgress, RunResult, RunStatus, RunTrigger } from './gap-run.js'
import { iso } from './reported-gap.js'

interface RunRow {
  readonly id: number
  readonly trigger: RunTrigger
  readonly status: RunStatus
  readonly started_at: number
  readonly ended_at: number | null
  readonly counts: string | null
  readonly folders: string | null
  readonly summary: string | null
  readonly error: string | null
}

const KEPT = 500

/** The comparisons that were, and the one that is. Written by the main thread alone. */
export class RunStore {
  readonly #database: Database
  readonly #byId: Statement<[number], RunRow>

  constructor({ database }: { readonly database: Database }) {
    this.#database = database
    this.#byId = database.prepare('SELECT * FROM gap_runs WHERE id = ?')
  }

  /** @param startedAt Unix ms */
  async begin(trigger: RunTrigger, startedAt: number): Promise<number> {
    const insert = this.#database.prepare<[string, number], { id: number }>('INSERT INTO gap_runs (trigger, status, started_at) VALUES (?, \'running\', ?) RETURNING id')
    const prune = this.#database.prepare<[number]>('DELETE FROM gap_runs WHERE id <= ?')
    return await writePatiently(this.#database, () => {
      const id = insert.get(trigger, startedAt)?.id ?? 0
      prune.run(id - KEPT)
      return id
    })
  }

  async end(id: number, { status, counts, folders, error }: RunResult, summary: string): Promise<void> {
    const update = this.#database.prepare<[string, number, string | null, string | null, string, string | null, number]>(`
      UPDATE gap_runs SET status = ?, ended_at = ?, counts = ?, folders = ?, summary = ?, error = ? WHERE id = ?`)
    await writePatiently(this.#database, () => update.run(status, Date.now(), textOf(counts), textOf(folders), summary, error ?? null, id))
  }

  /** Runs that a crash ended. To be called at start, before any run begins. */
  async endInterrupted(): Promise<void> {
    const update = this.#database.prepare<[number]>(`
      UPDATE gap_runs SET status = 'failed', ended_at = ?, error = 'Stash2Plex was stopped in the middle; the next comparison puts everything right' WHERE status = 'running'`)
    await writePatiently(this.#database, () => update.run(Date.now()))
  }

  find(id: number): ReportedRun | undefined {
    const row = this.#byId.get(id)
    return row === undefined ? undefined : reportedRun(row)
  }

  /** Newest first. */
  latest(most: number): readonly ReportedRun[] {
    return this.#database.prepare<[number], RunRow>('SELECT * FROM gap_runs ORDER BY id DESC LIMIT ?').all(most).map(reportedRun)
  }
}

const begun: RunProgress = { phase: 'syncing the catalog', percent: 0 }
const done: RunProgress = { phase: 'done', percent: 100 }

function reportedRun(row: RunRow): ReportedRun {
  return {
    id: String(row.id), trigger: row.trigger, status: row.status,
    startedAt: iso(row.started_at), endedAt: row.ended_at === null ? null : iso(row.ended_at),
    progress: row.status === 'running' ? begun : done,
    counts: parsed(row.counts) as ReportedRun['counts'], folders: parsed(row.folders) as ReportedRun['folders'],
    summary: row.summary, error: row.error,
  }
}

function textOf(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value)
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}
