import type { LibraryFile } from '../../shared/plugin-api/index.js'
import { ByteArena } from './byte-arena.js'
import { sameBytes, TextBytes, type ByteRange } from './byte-range.js'
import { KeyTable, type KeyStore } from './key-table.js'
import { NumberColumn } from './number-column.js'
import { TextPool } from './text-pool.js'

const UNKNOWN = -1
const NONE = 0xffffffff
const FIRST = 1
const HIT = 2
/** Lengths are kept in 16 bits. No file system allows a path half as long. */
const LONGEST_TEXT = 0xffff

/**
 * Files of one library with the keys by which they are compared, in about 150 bytes each. A key mostly ends as its path
 * does, so only its beginning is kept beside the path. A record is: path, beginning of the key, owner, oshash.
 */
export class KeyedFiles implements KeyStore {
  readonly #records = new ByteArena()
  readonly #pathBytes = new NumberColumn(Uint16Array)
  readonly #headBytes = new NumberColumn(Uint16Array)
  readonly #ownerBytes = new NumberColumn(Uint16Array)
  readonly #hashBytes = new NumberColumn(Uint8Array)
  /** Where in the path the rest of the key begins. */
  readonly #cuts = new NumberColumn(Uint16Array)
  readonly #sizes = new NumberColumn(Float64Array)
  readonly #durations = new NumberColumn(Int32Array)
  readonly #sections = new NumberColumn(Uint16Array)
  readonly #next = new NumberColumn(Uint32Array)
  readonly #flags = new NumberColumn(Uint8Array)
  readonly #sectionNames = new TextPool()
  readonly #table = new KeyTable(this)
  readonly #key = new TextBytes()
  readonly #record = new TextBytes()

  get length(): number {
    return this.#sizes.length
  }

  /** @throws RangeError for texts beyond 64 kB. */
  add(file: LibraryFile, key: string): void {
    this.#key.set(key)
    const entry = this.#keep(file)
    const first = this.#table.add(entry, this.#key)
    this.#flags.push(first === entry ? FIRST : 0)
    this.#next.push(first === entry ? NONE : this.#next.at(first))
    if (first !== entry) this.#next.set(first, entry)
  }

  /** The first file with this key, or -1. */
  find(key: string): number {
    return this.#table.find(this.#key.set(key))
  }

  /** Marks the files with this key as found on the other side; returns whether there are any. */
  hit(key: string): boolean {
    const first = this.find(key)
    if (first !== -1) this.#flags.set(first, this.#flags.at(first) | HIT)
    return first !== -1
  }

  /** Whether the entry is the first of its key, and so speaks for all of them. */
  isFirst(entry: number): boolean {
    return (this.#flags.at(entry) & FIRST) !== 0
  }

  /** Of a first entry: whether the other side has its key. */
  isHit(first: number): boolean {
    return (this.#flags.at(first) & HIT) !== 0
  }

  /** All entries that share the key of a first one, itself included, in the order of the listing. */
  sameKey(first: number): readonly number[] {
    const others: number[] = []
    for (let entry = this.#next.at(first); entry !== NONE; entry = this.#next.at(entry)) others.push(entry)
    return [first, ...others.reverse()]
  }

  path(entry: number): string {
    return this.#records.text(entry, 0, this.#pathBytes.at(entry))
  }

  owner(entry: number): string {
    return this.#records.text(entry, this.#pathBytes.at(entry) + this.#headBytes.at(entry), this.#ownerBytes.at(entry))
  }

  oshash(entry: number): string | undefined {
    const from = this.#pathBytes.at(entry) + this.#headBytes.at(entry) + this.#ownerBytes.at(entry)
    return this.#hashBytes.at(entry) === 0 ? undefined : this.#records.text(entry, from, this.#hashBytes.at(entry))
  }

  /** Bytes. */
  size(entry: number): number {
    return this.#sizes.at(entry)
  }

  /** Milliseconds; undefined when the library did not tell. */
  duration(entry: number): number | undefined {
    const duration = this.#durations.at(entry)
    return duration === UNKNOWN ? undefined : duration
  }

  section(entry: number): string | undefined {
    return this.#sectionNames.text(this.#sections.at(entry))
  }

  holds(entry: number, key: ByteRange): boolean {
    const [path, head, cut] = [this.#pathBytes.at(entry), this.#headBytes.at(entry), this.#cuts.at(entry)]
    const { bytes, from, to } = key
    if (head + path - cut !== to - from) return false
    const chunk = this.#records.chunkOf(entry)
    const start = this.#records.startOf(entry)
    return sameBytes(chunk, start + cut, { bytes, from: from + head, to }) && sameBytes(chunk, start + path, { bytes, from, to: from + head })
  }

  #keep(file: LibraryFile): number {
    const record = this.#record.set(file.path)
    const path = record.to
    const shared = sharedEnd(record, this.#key)
    const head = this.#key.to - shared
    record.appendBytes({ bytes: this.#key.bytes, from: 0, to: head }).append(file.owner)
    const owner = record.to - path - head
    record.append(file.oshash ?? '')
    const hash = record.to - path - head - owner
    if (path > LONGEST_TEXT || head > LONGEST_TEXT || owner > LONGEST_TEXT || hash > 0xff) throw new RangeError('a path, owner or oshash is too long')
    this.#pathBytes.push(path)
    this.#headBytes.push(head)
    this.#cuts.push(path - shared)
    this.#ownerBytes.push(owner)
    this.#hashBytes.push(hash)
    this.#sizes.push(file.size)
    this.#durations.push(file.duration === undefined ? UNKNOWN : Math.round(file.duration * 1000))
    this.#sections.push(this.#sectionNames.number(file.section))
    return this.#records.append(record)
  }
}

/** How many bytes the two have in common at their ends. */
function sharedEnd(a: ByteRange, b: ByteRange): number {
  const most = Math.min(a.to, b.to)
  let count = 0
  while (count < most && a.bytes[a.to - 1 - count] === b.bytes[b.to - 1 - count]) count++
  return count
}
