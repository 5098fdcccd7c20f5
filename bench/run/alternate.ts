import { median } from './numbers.js'

export interface Sides<T> {
  readonly ours: () => Promise<T>
  readonly baseline: () => Promise<T>
}

/**
 * Measures product and baseline by turns, so that what else the machine does meets both. The first turn of each only warms
 * up and does not count.
 */
export async function alternate<T>(turns: number, { ours, baseline }: Sides<T>): Promise<{ readonly ours: readonly T[], readonly baseline: readonly T[] }> {
  const measured = { ours: [] as T[], baseline: [] as T[] }
  for (let turn = 0; turn <= turns; turn++) {
    const [a, b] = [await ours(), await baseline()]
    if (turn === 0) continue
    measured.ours.push(a)
    measured.baseline.push(b)
  }
  return measured
}

/** The middle of one field of many measurements. */
export function middle<T>(measured: readonly T[], of: (one: T) => number): number {
  return median(measured.map(of))
}
