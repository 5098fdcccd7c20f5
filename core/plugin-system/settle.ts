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

const longestTimerMs = 2 ** 31 - 1

/**
 * Runs foreign code and waits for it within limits. Never rejects. What does not finish in time is abandoned: the signal
 * that it got fires, and whatever it does later, a rejection included, goes nowhere.
 */
export function settle<T>(run: (signal: AbortSignal) => Awaitable<T>, { timeLimitMs, signal }: Limits): Promise<Settled<T>> {
  if (signal?.aborted === true) return Promise.resolve(endedBy(signal))
  const abandoned = new AbortController()
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
    void attempt(run, abandoned.signal).then(finish)
  })
}

async function attempt<T>(run: (signal: AbortSignal) => Awaitable<T>, signal: AbortSignal): Promise<Settled<T>> {
  try {
    return { how: 'returned', value: await run(signal) }
  } catch (error) {
    return { how: 'threw', error }
  }
}

/** A caller whose own time ran out aborts with a TimeoutError; anything else means that nobody waits any more. */
function endedBy(signal: AbortSignal | undefined): { readonly how: 'timed-out' } | { readonly how: 'aborted' } {
  const reason: unknown = signal?.reason
  return { how: reason instanceof DOMException && reason.name === 'TimeoutError' ? 'timed-out' : 'aborted' }
}
