import { setTimeout as sleep } from 'node:timers/promises'

/** Time in milliseconds, so that tests need not wait. */
export interface Clock {
  now(): number
  /** Rejects when the signal fires. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const realClock: Clock = {
  now: () => performance.now(),
  sleep: async (ms, signal) => { await sleep(ms, undefined, { ...(signal && { signal }) }) },
}
