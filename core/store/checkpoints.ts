import { stat } from 'node:fs/promises'
import type { Logger } from '../../shared/plugin-api/index.js'
import { Database } from './database.js'

export interface CheckpointsOptions {
  /** Databases that were opened with `checkpointsElsewhere`. */
  readonly files: readonly string[]
  /** Has another thread move the write-ahead logs of these files into them, by {@link moveLogs}. */
  readonly run: (files: readonly string[]) => Promise<void>
  readonly log: Logger
  /** Milliseconds between two looks; 5,000 when absent. */
  readonly everyMs?: number
  /** Bytes up to which a log may stay; 1 MiB when absent. */
  readonly smallest?: number
}

/** Keeps write-ahead logs small whose writers do not: they serve requests, and a checkpoint waits for the disk. */
export class Checkpoints {
  readonly #options: CheckpointsOptions
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined

  constructor(options: CheckpointsOptions) {
    this.#options = options
  }

  start(): void {
    this.#timer ??= setInterval(() => { this.#running ??= this.look().finally(() => { this.#running = undefined }) }, this.#options.everyMs ?? 5000).unref()
  }

  /** Never rejects: what failed is tried again at the next look. */
  async look(): Promise<void> {
    const { files, run, log, smallest = 2 ** 20 } = this.#options
    const sizes = await Promise.all(files.map((file) => stat(`${file}-wal`).then(({ size }) => size, () => 0)))
    const grown = files.filter((_, at) => (sizes[at] ?? 0) > smallest)
    if (grown.length === 0) return
    await run(grown).catch((error: unknown) => { log.debug({ err: error }, 'a write-ahead log could not be moved now') })
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#running
  }
}

/** Moves write-ahead logs into their files as far as readers allow, and keeps no writer waiting. */
export function moveLogs(files: readonly string[]): void {
  for (const file of files) {
    const database = new Database(file)
    try {
      database.pragma('wal_checkpoint(PASSIVE)')
    } finally {
      // Not by a close that empties the log: whoever writes meanwhile would wait for the disk after all.
      database.leave()
    }
  }
}
