import { setPriority } from 'node:os'
import type { MessagePort } from 'node:worker_threads'
import { Tinypool } from 'tinypool'
import type { Logger } from '../../shared/plugin-api/index.js'
import { packError } from './messages.js'
import type { TaskAnswer, TaskCall, TaskReport } from './messages.js'
import { PortLog } from './port-log.js'

export interface TaskContext {
  /** Fires when the main thread wants the task to end. Stop at the next safe point; what was done stays done. */
  readonly signal: AbortSignal
  /** Reaches `onProgress` of {@link Lane.run}. */
  progress(value: unknown): void
}

/** How often a thread tells that it is not stuck, milliseconds. */
const ALIVE_EVERY = 1000

/** The worker's end of a lane: makes task functions, which the worker's entry exports by name. */
export class WorkerThread {
  readonly #log = new PortLog()

  /** @param options.niceness how far this thread stands back while the machine is busy: from 0, not at all, to 19 */
  constructor({ niceness = 0 }: { readonly niceness?: number } = {}) {
    standBack(niceness)
  }

  get log(): Logger {
    return this.#log
  }

  /** What the lane was given for its threads. */
  get workerData(): unknown {
    return Tinypool.workerData
  }

  task<Payload>(run: (payload: Payload, context: TaskContext) => unknown): (call: TaskCall<Payload>) => Promise<TaskAnswer> {
    return async ({ payload, port }) => {
      this.#log.attach(port)
      const alive = setInterval(() => { port.postMessage({ kind: 'alive' } satisfies TaskReport) }, ALIVE_EVERY).unref()
      try {
        return { ok: true, value: await run(payload, contextOf(port)) }
      } catch (error) {
        return { ok: false, error: packError(error) }
      } finally {
        clearInterval(alive)
        this.#log.detach(port)
        // Closing after the last report tells the other end that it has them all.
        port.close()
      }
    }
  }
}

/** Requests are answered on the main thread, and come first. Only on Linux does this concern the calling thread alone. */
function standBack(niceness: number): void {
  if (niceness === 0 || process.platform !== 'linux') return
  try {
    setPriority(0, niceness)
  } catch {
    // A sandbox that forbids it: then all threads are equal.
  }
}

function contextOf(port: MessagePort): TaskContext {
  const stopping = new AbortController()
  port.on('message', () => stopping.abort())
  return {
    signal: stopping.signal,
    progress: (value) => { port.postMessage({ kind: 'progress', value } satisfies TaskReport) },
  }
}
