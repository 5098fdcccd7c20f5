import type { LibraryFile } from '../../shared/plugin-api/index.js'
import { ByteArena } from './byte-arena.js'
import { sameBytes, sharedEnd, TextBytes, type ByteRange } from './byte-range.js'
import { FolderNames } from './folder-names.js'
import { KeyTable, type KeyStore } from './key-table.js'
import { MeasureColumns } from './measure-columns.js'
import { NumberColumn } from './number-column.js'
import { TextPool } from './text-pool.js'

const FIRST = 1
const HIT = 2
/** Lengths are kept in 16 bits. No file system allows a path half as long. */
const LONGEST_TEXT = 0xffff
/** As many as 16 bits can name. */
const MOST_SECTIONS = 0xffff
const MOST_HEADS = 4096
const FOLDER_BYTES = 4

/**
 * Files of one library with the keys by which they are compared, in about 110 bytes each. A key's folder is kept once for all
 * files in it. A path mostly ends as its key does, so only its beginning is kept beside the key, and as a rule brings the same
 * to all paths that it covers, that once too. A record is: the key behind its folder, the folder's number, the path's
 * beginning if it was not kept once, owner, oshash.
 */
export class KeyedFiles implements KeyStore {
  readonly #folders = new FolderNames()
  readonly #records = new ByteArena()
  readonly #keyBytes = new NumberColumn(Uint16Array)
  /** Number in {@link #heads}; 0 for a path whose beginning is in the record. */
  readonly #headNumbers = new NumberColumn(Uint16Array)
  readonly #headBytes = new NumberColumn(Uint16Array)
  /** Where in the key the rest of the path begins. */
  readonly #cuts = new NumberColumn(Uint16Array)
  readonly #ownerBytes = new NumberColumn(Uint16Array)
  readonly #hashBytes = new NumberColumn(Uint8Array)
  readonly #measures = new MeasureColumns()
  readonly #sections = new NumberColumn(Uint16Array)
  /** The next entry with the same key, plus one; 0 for none. */
  readonly #next = new NumberColumn(Uint32Array)
  readonly #flags = new NumberColumn(Uint8Array)
  readonly #heads = new TextPool(MOST_HEADS)
  readonly #sectionNames = new TextPool(MOST_SECTIONS)
  readonly #table = new KeyTable(this)
  readonly #key = new TextBytes()
  readonly #whole = new TextBytes()
  readonly #path = new TextBytes()

  get length(): number {
    return this.#measures.length
  }

  /** @throws RangeError for texts beyond 64 kB. */
  add(file: LibraryFile, key: string): void {
    const cut = folderEnd(key)
    this.#key.set(key.slice(cut)).appendNumber(this.#folders.number(key.slice(0, cut)))
    const length = this.#key.to
    const entry = this.#keep(file, key)
    const first = this.#table.add(entry, { bytes: this.#key.bytes, from: 0, to: length })
    this.#flags.push(first === entry ? FIRST : 0)
    this.#next.push(first === entry ? 0 : this.#next.at(first))
    if (first !== entry) this.#next.set(first, entry + 1)
  }

  /** The first file with this key, or -1. */
  find(key: string): number {
    const cut = folderEnd(key)
    const folder = this.#folders.find(key.slice(0, cut))
    return folder === -1 ? -1 : this.#table.find(this.#key.set(key.slice(cut)).appendNumber(folder))
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
    for (let next = this.#next.at(first); next !== 0; next = this.#next.at(next - 1)) others.push(next - 1)
    return [first, ...others.reverse()]
  }

  path(entry: number): string {
    const [keyBytes, cut] = [this.#keyBytes.at(entry), this.#cuts.at(entry)]
    const folder = this.#folders.name(this.#folderOf(entry))
    const inFolder = Math.min(cut, folder.to - folder.from)
    return this.#path.set(this.#heads.text(this.#headNumbers.at(entry)) ?? '')
      .appendBytes(this.#part(entry, keyBytes + FOLDER_BYTES, this.#headBytes.at(entry)))
      .appendBytes({ ...folder, from: folder.from + inFolder })
      .appendBytes(this.#part(entry, cut - inFolder, keyBytes - cut + inFolder))
      .text()
  }

  owner(entry: number): string {
    return this.#records.text(entry, this.#ownerAt(entry), this.#ownerBytes.at(entry))
  }

  oshash(entry: number): string | undefined {
    const from = this.#ownerAt(entry) + this.#ownerBytes.at(entry)
    return this.#hashBytes.at(entry) === 0 ? undefined : this.#records.text(entry, from, this.#hashBytes.at(entry))
  }

  /** Bytes. */
  size(entry: number): number {
    return this.#measures.size(entry)
  }

  /** Milliseconds; undefined when the library did not tell. */
  duration(entry: number): number | undefined {
    return this.#measures.duration(entry)
  }

  section(entry: number): string | undefined {
    return this.#sectionNames.text(this.#sections.at(entry))
  }

  /** @param key what is behind its folder, and the folder's number */
  holds(entry: number, { bytes, from, to }: ByteRange): boolean {
    if (to - from !== this.#keyBytes.at(entry) + FOLDER_BYTES) return false
    return sameBytes(this.#records.chunkOf(entry), this.#records.startOf(entry), { bytes, from, to })
  }

  /** The record begins with what is in `#key`. */
  #keep(file: LibraryFile, key: string): number {
    const record = this.#key
    const [path, whole] = [this.#path.set(file.path), this.#whole.set(key)]
    const shared = sharedEnd(path, whole)
    const head = this.#heads.number(path.text(0, path.to - shared))
    const ownHead = head === 0 ? path.to - shared : 0
    const lengths = [record.to - FOLDER_BYTES, ownHead]
    record.appendBytes({ bytes: path.bytes, from: 0, to: ownHead })
    for (const text of [file.owner, file.oshash ?? '']) {
      const before = record.to
      lengths.push(record.append(text).to - before)
    }
    const [keyBytes = 0, headBytes = 0, ownerBytes = 0, hashBytes = 0] = lengths
    if (Math.max(path.to, whole.to, ownerBytes) > LONGEST_TEXT || hashBytes > 0xff) throw new RangeError('a path, owner or oshash is too long')
    this.#keyBytes.push(keyBytes)
    this.#headNumbers.push(head)
    this.#headBytes.push(headBytes)
    this.#cuts.push(whole.to - shared)
    this.#ownerBytes.push(ownerBytes)
    this.#hashBytes.push(hashBytes)
    this.#measures.push(file)
    this.#sections.push(this.#sectionNames.number(file.section))
    return this.#records.append(record)
  }

  #ownerAt(entry: number): number {
    return this.#keyBytes.at(entry) + FOLDER_BYTES + this.#headBytes.at(entry)
  }

  #folderOf(entry: number): number {
    return this.#records.chunkOf(entry).readUInt32LE(this.#records.startOf(entry) + this.#keyBytes.at(entry))
  }

  #part(entry: number, at: number, length: number): ByteRange {
    const from = this.#records.startOf(entry) + at
    return { bytes: this.#records.chunkOf(entry), from, to: from + length }
  }
}

/** Where in a key its folder ends. */
function folderEnd(key: string): number {
  return key.lastIndexOf('/') + 1
}
