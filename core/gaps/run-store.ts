import { setTimeout as sleep } from 'node:timers/promises'
import type { Database, Statement } from '../store/database.js'
import { isBusy, storeFault } from '../store/faults.js'
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

/** A worker's transactions take some 3 ms, so a lock that lasts this long is no ordinary one. */
const TRIES = 500
const PAUSE = 10
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
    const row = await this.#patiently(() => insert.get(trigger, startedAt))
    await this.#patiently(() => this.#database.prepare<[number]>('DELETE FROM gap_runs WHERE id <= ?').run((row?.id ?? 0) - KEPT))
    return row?.id ?? 0
  }

  async end(id: number, { status, counts, folders, error }: RunResult, summary: string): Promise<void> {
    const update = this.#database.prepare<[string, number, string | null, string | null, string, string | null, number]>(`
      UPDATE gap_runs SET status = ?, ended_at = ?, counts = ?, folders = ?, summary = ?, error = ? WHERE id = ?`)
    await this.#patiently(() => update.run(status, Date.now(), textOf(counts), textOf(folders), summary, error ?? null, id))
  }

  /** Runs that a crash ended. To be called at start, before any run begins. */
  async endInterrupted(): Promise<void> {
    const update = this.#database.prepare<[number]>(`
      UPDATE gap_runs SET status = 'failed', ended_at = ?, error = 'Stash2Plex was stopped in the middle; the next comparison puts everything right' WHERE status = 'running'`)
    await this.#patiently(() => update.run(Date.now()))
  }

  find(id: number): ReportedRun | undefined {
    const row = this.#byId.get(id)
    return row === undefined ? undefined : reportedRun(row)
  }

  /** Newest first. */
  latest(most: number): readonly ReportedRun[] {
    return this.#database.prepare<[number], RunRow>('SELECT * FROM gap_runs ORDER BY id DESC LIMIT ?').all(most).map(reportedRun)
  }

  async #patiently<T>(write: () => T): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        return write()
      } catch (error) {
        if (!isBusy(error) || tried === TRIES) throw storeFault(this.#database.file, error)
        await sleep(PAUSE)
      }
    }
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
