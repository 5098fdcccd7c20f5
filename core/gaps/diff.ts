import { sameBytes } from './byte-range.js'
import { KeyTable } from './key-table.js'

/** Keys one after the other, the nth up to `ends[n]`, the first from 0. Any byte may occur in a key. */
export interface KeyList {
  readonly bytes: Uint8Array
  readonly ends: Uint32Array
}

/** Indexes of the keys that the other list does not have, in their order. */
export interface KeyDifference {
  readonly onlyA: readonly number[]
  readonly onlyB: readonly number[]
}

/** Compares two lists as sets, exactly. */
export function diffKeys(a: KeyList, b: KeyList): KeyDifference {
  const table = new KeyTable({
    holds: (entry, key) => {
      const start = startOf(a, entry)
      return (a.ends[entry] as number) - start === key.to - key.from && sameBytes(a.bytes, start, key)
    },
  })
  const firsts = new Uint32Array(a.ends.length)
  for (let entry = 0; entry < firsts.length; entry++) firsts[entry] = table.add(entry, rangeOf(a, entry))
  const found = new Uint8Array(a.ends.length)
  const onlyB: number[] = []
  for (let entry = 0; entry < b.ends.length; entry++) {
    const twin = table.find(rangeOf(b, entry))
    if (twin === -1) onlyB.push(entry)
    else found[twin] = 1
  }
  const onlyA: number[] = []
  for (let entry = 0; entry < firsts.length; entry++) if (found[firsts[entry] as number] === 0) onlyA.push(entry)
  return { onlyA, onlyB }
}

function rangeOf(list: KeyList, entry: number) {
  return { bytes: list.bytes, from: startOf(list, entry), to: list.ends[entry] as number }
}

function startOf(list: KeyList, entry: number): number {
  return entry === 0 ? 0 : list.ends[entry - 1] as number
}

/** Encodes texts as a list of keys. */
export function keyList(texts: readonly string[]): KeyList {
  const parts = texts.map((text) => Buffer.from(text, 'utf8'))
  let end = 0
  return { bytes: Buffer.concat(parts), ends: Uint32Array.from(parts, (part) => (end += part.length)) }
}
