import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from './numbers.js'

export interface Steady {
  /** Milliseconds from when a request was due to its answer, so that a stall counts for all that came due in it. */
  readonly p99: number
  readonly answered: number
  readonly failed: number
}

/** Begins so many steps a second, whether or not earlier ones have ended, until the promise settles. */
export async function steady({ perSecond, until }: { readonly perSecond: number, readonly until: Promise<unknown> }, step: (nth: number) => Promise<unknown>): Promise<Steady> {
  const times: number[] = []
  const open = new Set<Promise<unknown>>()
  const started = performance.now()
  const state = { over: false }
  let [failed, nth] = [0, 0]
  void until.finally(() => { state.over = true }).catch(() => undefined)
  while (!state.over) {
    for (; started + nth * 1000 / perSecond <= performance.now(); nth++) {
      const due = started + nth * 1000 / perSecond
      const one = step(nth).then(() => times.push(performance.now() - due), () => { failed++ }).finally(() => open.delete(one))
      open.add(one)
    }
    await sleep(2)
  }
  await Promise.all(open)
  return { p99: percentile(times, 99), answered: times.length, failed }
}
