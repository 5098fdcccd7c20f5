import { ByteArena } from './byte-arena.js'
import { sameBytes, TextBytes, type ByteRange } from './byte-range.js'
import { KeyTable, type KeyStore } from './key-table.js'
import { NumberColumn } from './number-column.js'

/** Files of a folder come together as a rule. */
const MOST_RECENT = 256

/** Folders, each kept once and named by a number: a library has far fewer of them than files, and as a rule longer names. */
export class FolderNames implements KeyStore {
  readonly #names = new ByteArena()
  readonly #lengths = new NumberColumn(Uint32Array)
  readonly #table = new KeyTable(this)
  readonly #name = new TextBytes()
  readonly #recent = new Map<string, number>()

  /** The folder's number; it gets one when it has none. */
  number(folder: string): number {
    const known = this.find(folder)
    if (known !== -1) return known
    const number = this.#names.append(this.#name)
    this.#lengths.push(this.#name.to)
    this.#table.add(number, this.#name)
    return this.#remember(folder, number)
  }

  /** -1 when no file lies there. */
  find(folder: string): number {
    const recent = this.#recent.get(folder)
    if (recent !== undefined) return recent
    const number = this.#table.find(this.#name.set(folder))
    return number === -1 ? -1 : this.#remember(folder, number)
  }

  /** The folder's name, where it lies. */
  name(number: number): ByteRange {
    const from = this.#names.startOf(number)
    return { bytes: this.#names.chunkOf(number), from, to: from + this.#lengths.at(number) }
  }

  holds(number: number, { bytes, from, to }: ByteRange): boolean {
    return to - from === this.#lengths.at(number) && sameBytes(this.#names.chunkOf(number), this.#names.startOf(number), { bytes, from, to })
  }

  #remember(folder: string, number: number): number {
    if (this.#recent.size >= MOST_RECENT) this.#recent.clear()
    this.#recent.set(folder, number)
    return number
  }
}
