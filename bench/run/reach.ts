import type { Figure } from '../bench.js'

/** Whether the ratio is what it was to be; undefined for a figure that is shown only. */
export function isReached({ value, baseline, reach }: Figure): boolean | undefined {
  const [, wanted, side] = /^([\d.]+)(?: or (more|less))?$/.exec(reach) ?? []
  if (wanted === undefined) return undefined
  const ratio = value / baseline
  if (side === undefined) return ratio === Number(wanted)
  return side === 'more' ? ratio >= Number(wanted) : ratio <= Number(wanted)
}
