import type { AnyRegistered } from './registration.js'
import { placeOf } from './plan.js'

type Orderable = Pick<AnyRegistered, 'plugin' | 'name' | 'order'>

/** The configuration's list first, then `order`, then the plugin's id and the capability's name; never discovery order. */
export function inOrder<Capability extends Orderable>(capabilities: readonly Capability[], places: ReadonlyMap<string, number>): readonly Capability[] {
  return capabilities.toSorted((a, b) => placeOf(places, a.plugin) - placeOf(places, b.plugin)
    || a.order - b.order
    || compareWords(a.plugin, b.plugin)
    || compareWords(a.name, b.name))
}

function compareWords(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
