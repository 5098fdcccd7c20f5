import { fault } from '../errors.js'

export interface Patience {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds. */
  readonly patienceMs: number
}

/** Waits for the promise, the signal or the end of patience, whichever comes first; S2P_TIME_IS_UP at the end of patience. */
export async function patiently<T>(promise: Promise<T>, { signal, patienceMs }: Patience): Promise<T> {
  const stopped = new AbortController()
  try {
    return await Promise.race([promise, endOf({ signal, patienceMs }, stopped.signal)])
  } finally {
    stopped.abort()
  }
}

async function endOf({ signal, patienceMs }: Patience, stopped: AbortSignal): Promise<never> {
  return new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(fault('S2P_TIME_IS_UP', { seconds: patienceMs / 1000 })), patienceMs)
    stopped.addEventListener('abort', () => clearTimeout(timer), { once: true })
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true, signal: stopped })
  })
}
