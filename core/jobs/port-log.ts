import type { MessagePort } from 'node:worker_threads'
import { stdSerializers } from 'pino'
import { LevelLog } from '../../shared/level-log.js'
import type { LogLevel, TaskReport } from './messages.js'

/**
 * The logger of a worker thread: lines go to the main thread over the port of the task that began last. A line that is
 * written while no task runs is lost.
 */
export class PortLog extends LevelLog {
  readonly #ports: MessagePort[] = []

  attach(port: MessagePort): void {
    this.#ports.push(port)
  }

  detach(port: MessagePort): void {
    this.#ports.splice(this.#ports.indexOf(port), 1)
  }

  protected write(level: LogLevel, first: object | string, message = ''): void {
    const line = typeof first === 'string' ? { fields: {}, message: first } : { fields: cloneable(first), message }
    this.#ports.at(-1)?.postMessage({ kind: 'log', level, ...line } satisfies TaskReport)
  }
}

/** Errors as pino writes them, and nothing that cannot be posted: a log line must never break its task. */
function cloneable(fields: object): object {
  const flat = Object.entries(fields).map(([key, value]) => [key, value instanceof Error ? stdSerializers.err(value) : value] as const)
  try {
    return JSON.parse(JSON.stringify(Object.fromEntries(flat))) as object
  } catch (error) {
    return { unloggable: String(error) }
  }
}
