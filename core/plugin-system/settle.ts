import type { Awaitable } from '../../shared/plugin-api/index.js'

export type Settled<T> =
  | { readonly how: 'returned', readonly value: T }
  | { readonly how: 'threw', readonly error: unknown }
  | { readonly how: 'timed-out' }
  | { readonly how: 'aborted' }

export interface Limits {
  readonly timeLimitMs: number
  readonly signal?: AbortSignal | undefined
}

/** Gives the signal that fires when the work is abandoned; made when first asked for, as most work ends at once. */
export type SignalSource = () => AbortSignal

const longestTimerMs = 2 ** 31 - 1

/**
 * Runs foreign code and waits for it within limits. Never throws or rejects. What does not finish in time is abandoned: the
 * signal that it got fires, and whatever it does later, a rejection included, goes nowhere.
 */
export function settle<T>(run: (signal: SignalSource) => Awaitable<T>, limits: Limits): Awaitable<Settled<T>> {
  const { signal } = limits
  if (signal?.aborted === true) return endedBy(signal)
  const abandoned = new LateAbort()
  try {
    const begun = run(() => abandoned.signal)
    return isThenable(begun) ? settleLater(begun, { ...limits, abandoned }) : { how: 'returned', value: begun }
  } catch (error) {
    return { how: 'threw', error }
  }
}

/** An abort signal for somebody who may never ask for it. */
class LateAbort {
  #controller: AbortController | undefined
  #aborted = false

  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#aborted) this.#controller.abort()
    return this.#controller.signal
  }

  abort(): void {
    this.#aborted = true
    this.#controller?.abort()
  }
}

function settleLater<T>(begun: PromiseLike<T>, { timeLimitMs, signal, abandoned }: Limits & { readonly abandoned: LateAbort }): Promise<Settled<T>> {
  return new Promise((resolve) => {
    const finish = (settled: Settled<T>): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      resolve(settled)
    }
    const abandon = (settled: Settled<T>): void => {
      finish(settled)
      abandoned.abort()
    }
    const onAbort = (): void => { abandon(endedBy(signal)) }
    const timer = setTimeout(() => { abandon({ how: 'timed-out' }) }, Math.min(timeLimitMs, longestTimerMs))
    signal?.addEventListener('abort', onAbort, { once: true })
    void outcomeOf(begun).then(finish)
  })
}

async function outcomeOf<T>(begun: PromiseLike<T>): Promise<Settled<T>> {
  try {
    return { how: 'returned', value: await begun }
  } catch (error) {
    return { how: 'threw', error }
  }
}

function isThenable<T>(value: Awaitable<T>): value is Promise<T> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null && 'then' in value && typeof value.then === 'function'
}

/** A caller whose own time ran out aborts with a TimeoutError; anything else means that nobody waits any more. */
function endedBy(signal: AbortSignal | undefined): { readonly how: 'timed-out' } | { readonly how: 'aborted' } {
  const reason: unknown = signal?.reason
  return { how: reason instanceof DOMException && reason.name === 'TimeoutError' ? 'timed-out' : 'aborted' }
}
