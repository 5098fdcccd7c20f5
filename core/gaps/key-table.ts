import type { ByteRange } from './byte-range.js'

/** Where the keys of a {@link KeyTable} lie. */
export interface KeyStore {
  /** Whether the entry's key has exactly these bytes. */
  holds(entry: number, key: ByteRange): boolean
}

const FIRST_SLOTS = 1 << 11

/**
 * An open-addressing table of entries by their keys' bytes. A hash picks the slot; equality is always decided on the
 * bytes. The first entry of several with one key stands for all.
 */
export class KeyTable {
  readonly #store: KeyStore
  #entries = new Uint32Array(FIRST_SLOTS)
  #hashes = new Uint32Array(FIRST_SLOTS)
  #size = 0

  constructor(store: KeyStore) {
    this.#store = store
  }

  /** The entry that holds this key, else -1. */
  find(key: ByteRange): number {
    return (this.#entries[this.#slotOf(key, hash(key))] as number) - 1
  }

  /** Puts an entry in under its key, unless one with the same key is there; returns the one that is in the table. */
  add(entry: number, key: ByteRange): number {
    if (this.#size * 2 >= this.#entries.length) this.#grow()
    const wanted = hash(key)
    const slot = this.#slotOf(key, wanted)
    const present = this.#entries[slot] as number
    if (present !== 0) return present - 1
    this.#entries[slot] = entry + 1
    this.#hashes[slot] = wanted
    this.#size++
    return entry
  }

  /** The slot with this key, or the free one where it belongs. */
  #slotOf(key: ByteRange, wanted: number): number {
    const mask = this.#entries.length - 1
    for (let slot = wanted & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#entries[slot] as number
      if (entry === 0) return slot
      if (this.#hashes[slot] === wanted && this.#store.holds(entry - 1, key)) return slot
    }
  }

  #grow(): void {
    const [entries, hashes] = [this.#entries, this.#hashes]
    this.#entries = new Uint32Array(entries.length * 2)
    this.#hashes = new Uint32Array(entries.length * 2)
    const mask = this.#entries.length - 1
    for (let old = 0; old < entries.length; old++) {
      if (entries[old] === 0) continue
      let slot = (hashes[old] as number) & mask
      while (this.#entries[slot] !== 0) slot = (slot + 1) & mask
      this.#entries[slot] = entries[old] as number
      this.#hashes[slot] = hashes[old] as number
    }
  }
}

/** FNV-1a with a final mix, because the low bits choose the slot. */
function hash({ bytes, from, to }: ByteRange): number {
  let value = 0x811c9dc5
  for (let at = from; at < to; at++) value = Math.imul(value ^ (bytes[at] as number), 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  return (value ^ (value >>> 13)) >>> 0
}
