import { isThenable } from '../../shared/awaitable.js'
import { LateAbort, signalOf, type Stopping } from '../../shared/late-abort.js'
import type { Awaitable } from '../../shared/plugin-api/index.js'

export type Settled<T> =
  | { readonly how: 'returned', readonly value: T }
  | { readonly how: 'threw', readonly error: unknown }
  | { readonly how: 'timed-out' }
  | { readonly how: 'aborted' }

export interface Limits {
  readonly timeLimitMs: number
  readonly signal?: Stopping | undefined
}

const longestTimerMs = 2 ** 31 - 1

/**
 * Runs foreign code and waits for it within limits. Never throws or rejects. What does not finish in time is abandoned: that is
 * told by what it got, and whatever it does later, a rejection included, goes nowhere.
 */
export function settle<T>(run: (abandoned: LateAbort) => Awaitable<T>, limits: Limits): Awaitable<Settled<T>> {
  const { signal } = limits
  if (signal?.aborted === true) return endedBy(signalOf(signal))
  const abandoned = new LateAbort()
  try {
    const begun = run(abandoned)
    return isThenable(begun) ? settleLater(begun, { timeLimitMs: limits.timeLimitMs, signal: signal && signalOf(signal), abandoned }) : { how: 'returned', value: begun }
  } catch (error) {
    return { how: 'threw', error }
  }
}

interface Waiting {
  readonly timeLimitMs: number
  readonly signal: AbortSignal | undefined
  readonly abandoned: LateAbort
}

function settleLater<T>(begun: PromiseLike<T>, { timeLimitMs, signal, abandoned }: Waiting): Promise<Settled<T>> {
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

/** A caller whose own time ran out aborts with a TimeoutError; anything else means that nobody waits any more. */
function endedBy(signal: AbortSignal | undefined): { readonly how: 'timed-out' } | { readonly how: 'aborted' } {
  const reason: unknown = signal?.reason
  return { how: reason instanceof DOMException && reason.name === 'TimeoutError' ? 'timed-out' : 'aborted' }
}
