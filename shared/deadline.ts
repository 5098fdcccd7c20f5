import { setMaxListeners } from 'node:events'

/** What Node's timers can count to; beyond it they would fire at once. */
const longestMs = 2 ** 31 - 1

export interface DeadlineOptions {
  /** From now, milliseconds. */
  readonly ms: number
  /** Whose givers may give up earlier. */
  readonly signals?: readonly (AbortSignal | undefined)[]
  /** What the signal says when the time is up; a `TimeoutError` when absent. */
  readonly reason?: () => unknown
}

/**
 * A signal that fires when the time is up or when a caller gives up, whichever comes first. The platform's means are not used: on
 * Node 20 nothing keeps an `AbortSignal.timeout` inside an `AbortSignal.any` from being collected before it fires, and a
 * long-lived signal never forgets what was derived from it.
 */
export class Deadline {
  readonly #controller = new AbortController()
  readonly #signals: readonly AbortSignal[]
  readonly #timer: NodeJS.Timeout
  readonly #giveUp = (): void => {
    this.clear()
    this.#controller.abort(this.#signals.find(({ aborted }) => aborted)?.reason)
  }
  #timeIsUp = false

  constructor({ ms, signals = [], reason = tooLate }: DeadlineOptions) {
    this.#signals = signals.filter((signal) => signal !== undefined)
    this.#timer = setTimeout(() => {
      this.#timeIsUp = true
      this.clear()
      this.#controller.abort(reason())
    }, Math.min(ms, longestMs))
    for (const signal of this.#signals) listen(signal, this.#giveUp)
    if (this.#signals.some(({ aborted }) => aborted)) this.#giveUp()
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** True when it was the time, rather than a caller. */
  get timeIsUp(): boolean {
    return this.#timeIsUp
  }

  /** The time no longer counts; the callers may still give up. */
  stopClock(): void {
    clearTimeout(this.#timer)
  }

  /** It alone keeps no process alive. */
  unref(): void {
    this.#timer.unref()
  }

  clear(): void {
    this.stopClock()
    for (const signal of this.#signals) signal.removeEventListener('abort', this.#giveUp)
  }
}

/** Does the work with a signal that fires when its time is up or when one of the signals does. */
export async function inTime<T>(options: DeadlineOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = new Deadline(options)
  try {
    return await work(deadline.signal)
  } finally {
    deadline.clear()
  }
}

/** The same for somebody who does not say when the work is done: the time runs on, but keeps no process alive. */
export function signalWithin(ms: number, signal: AbortSignal): AbortSignal {
  const deadline = new Deadline({ ms, signals: [signal] })
  deadline.unref()
  return deadline.signal
}

function listen(signal: AbortSignal, giveUp: () => void): void {
  // Many wait at once; Node would take that for a leak and say so on standard error.
  setMaxListeners(0, signal)
  signal.addEventListener('abort', giveUp, { once: true })
}

function tooLate(): DOMException {
  return new DOMException('The time is up.', 'TimeoutError')
}
