import { fault } from '../errors.js'

export interface Patience {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds. */
  readonly patienceMs: number
}

/** Waits for the promise, the signal or the end of patience, whichever comes first; S2P_TIME_IS_UP at the end of patience. */
export function patiently<T>(promise: Promise<T>, { signal, patienceMs }: Patience): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => giveUp(fault('S2P_TIME_IS_UP', { seconds: patienceMs / 1000 })), patienceMs)
    const onAbort = (): void => giveUp(signal?.reason)
    const settle = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
    const giveUp = (reason: unknown): void => {
      settle()
      reject(reason)
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(settle)
  })
}
