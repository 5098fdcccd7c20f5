import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { MessageChannel } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { Tinypool } from 'tinypool'
import type { Logger } from '../../shared/plugin-api/index.js'
import { unpackError } from './messages.js'
import type { TaskAnswer, TaskReport } from './messages.js'
import { ThreadWatch, type Patience } from './thread-watch.js'

export interface LaneOptions {
  /** Shown in the log. */
  readonly name: string
  /** The worker's entry; its exports are the tasks. */
  readonly filename: URL
  /** Given to the thread once, however often it is started anew. */
  readonly workerData?: unknown
  readonly log: Logger
  /** Tasks that may take turns on the thread; 16 when absent. */
  readonly concurrency?: number
  /** The heap at which the thread is ended, with all that runs on it; 1,024 MB when absent. */
  readonly heapMb?: number
  /** How long {@link Lane.close} waits for tasks to come to a safe point; 5,000 when absent. */
  readonly graceMs?: number
}

/** A page is garbage once it is read; a larger nursery would only keep it for longer. */
const NURSERY_MB = 8
/**
 * Far more than our own tasks need: what there is a million of lies outside of the heap. Without a limit V8 lets garbage grow
 * by what the machine has, and a plugin that hoards ends the process instead of its thread.
 */
const HEAP_MB = 1024

export interface RunOptions {
  /** Asks the task to stop; it ends at its next safe point. */
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((value: unknown) => void) | undefined
  /** After which the thread is ended, with all that runs on it. Without end when absent. */
  readonly patience?: Patience
}

/** Whether the error says that a thread was ended because its heap was full. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
}

/** One thread of its own, on which asynchronous tasks take turns. A thread that dies is replaced by the next task. */
export class Lane {
  readonly #options: LaneOptions
  readonly #running = new Map<Promise<unknown>, MessagePort>()
  #pool: Tinypool | undefined
  #closed = false

  constructor(options: LaneOptions) {
    this.#options = options
  }

  /**
   * Runs an exported task of the worker's entry.
   * @throws what the task threw, with its code; the signal's reason when it stopped because of the signal; a DeafThread when
   *   patience was at its end; an error for which {@link isFull} holds when the thread's heap was full
   */
  async run<Result>(task: string, payload?: unknown, options: RunOptions = {}): Promise<Result> {
    if (this.#closed) throw new Error(`the lane ${this.#options.name} is closed`)
    options.signal?.throwIfAborted()
    return await this.#start<Result>(task, payload, options)
  }

  /** Stops what runs at a safe point, runs a last task if there is a thread to run it on, and ends the thread. */
  async close(lastTask?: string): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    for (const port of this.#running.values()) port.postMessage('stop')
    await this.#bounded(Promise.allSettled(this.#running.keys()))
    if (this.#pool !== undefined && lastTask !== undefined) await this.#bounded(this.#start(lastTask, undefined, {}).catch(this.#complain))
    await this.#pool?.destroy()
    this.#pool = undefined
  }

  async #start<Result>(task: string, payload: unknown, options: RunOptions): Promise<Result> {
    const { port1, port2 } = new MessageChannel()
    const stop = (): void => port1.postMessage('stop')
    options.signal?.addEventListener('abort', stop, { once: true })
    const run = this.#call(task, payload, { here: port1, there: port2 })
    const watch = this.#watch(options)
    port1.on('message', (report: TaskReport) => {
      watch?.heard()
      this.#hear(report, options)
    })
    this.#running.set(run, port1)
    try {
      const answer = await run
      if (answer.ok) return answer.value as Result
      throw options.signal?.aborted === true ? options.signal.reason : unpackError(answer.error)
    } catch (error) {
      throw watch?.deaf ?? error
    } finally {
      watch?.end()
      options.signal?.removeEventListener('abort', stop)
      this.#running.delete(run)
    }
  }

  async #call(task: string, payload: unknown, ports: { here: MessagePort, there: MessagePort }): Promise<TaskAnswer> {
    const pool = this.#pool ??= this.#open()
    const heardAll = once(ports.here, 'close')
    try {
      const call = { payload, port: ports.there }
      const answer = await pool.run(call, { filename: this.#options.filename.href, name: task, transferList: [ports.there] }) as TaskAnswer
      await heardAll
      return answer
    } catch (error) {
      // A task never rejects, so the thread itself has failed; a fresh pool serves at once, a repaired one queues.
      ports.here.close()
      this.#drop(pool)
      throw error
    }
  }

  #watch({ patience, signal }: RunOptions): ThreadWatch | undefined {
    const pool = this.#pool
    if (patience === undefined || pool === undefined) return undefined
    return new ThreadWatch({ ...patience, signal, onDeaf: () => { this.#drop(pool) } })
  }

  #open(): Tinypool {
    const pool = new Tinypool({
      minThreads: 1, maxThreads: 1, concurrentTasksPerWorker: this.#options.concurrency ?? 16,
      workerData: this.#options.workerData,
      resourceLimits: { maxYoungGenerationSizeMb: NURSERY_MB, maxOldGenerationSizeMb: this.#options.heapMb ?? HEAP_MB },
      // With atomics an idle thread sleeps so deeply that it would not see Stash closing a connection.
      useAtomics: false,
    })
    pool.on('error', (error: Error) => {
      this.#complain(error)
      this.#drop(pool)
    })
    return pool
  }

  #drop(pool: Tinypool): void {
    if (this.#pool !== pool) return
    this.#pool = undefined
    pool.destroy().catch(this.#complain)
  }

  #hear(report: TaskReport, options: RunOptions): void {
    if (report.kind === 'progress') options.onProgress?.(report.value)
    if (report.kind === 'log') this.#options.log[report.level](report.fields, report.message)
  }

  async #bounded(work: Promise<unknown>): Promise<void> {
    await Promise.race([work, sleep(this.#options.graceMs ?? 5000, undefined, { ref: false })])
  }

  readonly #complain = (error: unknown): void => {
    this.#options.log.error({ err: error, lane: this.#options.name }, `The thread ${this.#options.name} failed.`)
  }
}
