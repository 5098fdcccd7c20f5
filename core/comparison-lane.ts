import type { ComparisonPayload, ComparisonReport } from './comparison-worker.js'
import { fault } from './errors.js'
import type { RunProgress, RunResult } from './gaps/gap-run.js'
import { isFull, type Lane } from './jobs/lane.js'
import { DeafThread, type Patience } from './jobs/thread-watch.js'

/** Longer than the comparison itself computes without a pause, for millions of files on a slow machine. */
const patience: Patience = { silentMs: 120_000, stopMs: 5000 }

export interface ComparisonLaneOptions {
  readonly lane: Pick<Lane, 'run'>
  readonly patience?: Patience | undefined
}

/** Has comparisons run on their thread, and knows which gap source is at work there. */
export class ComparisonLane {
  readonly #lane: Pick<Lane, 'run'>
  readonly #patience: Patience

  constructor(options: ComparisonLaneOptions) {
    this.#lane = options.lane
    this.#patience = options.patience ?? patience
  }

  /**
   * @throws S2P_GAP_SOURCE_STUCK when a gap source was busy with synchronous code and its thread had to be ended;
   *   S2P_GAP_SOURCE_HOARDS when it was at work as the thread's heap was full; the signal's reason when that stopped it
   */
  async compare(payload: ComparisonPayload, { signal, onProgress }: { readonly signal: AbortSignal, readonly onProgress: (progress: RunProgress) => void }): Promise<RunResult> {
    let atWork: string | undefined
    const hear = (report: ComparisonReport): void => {
      if ('phase' in report) onProgress(report)
      else atWork = report.atWork
    }
    try {
      return await this.#lane.run<RunResult>('compareLibraries', payload, { signal, onProgress: (report) => { hear(report as ComparisonReport) }, patience: this.#patience })
    } catch (error) {
      if (error instanceof DeafThread && atWork !== undefined) throw fault('S2P_GAP_SOURCE_STUCK', { source: atWork, seconds: error.seconds }, error)
      if (isFull(error) && atWork !== undefined) throw fault('S2P_GAP_SOURCE_HOARDS', { source: atWork }, error)
      throw error
    }
  }
}
