import type { ByteRange } from './byte-range.js'
import { NumberColumn } from './number-column.js'

const CHUNK_BITS = 22
const CHUNK = 1 << CHUNK_BITS
const MOST_CHUNKS = 2 ** (32 - CHUNK_BITS)

/**
 * Byte strings in chunks, so that growing copies nothing. Outside of the heap is the right place for a million paths: as
 * JavaScript strings they take five times as much, and the garbage collector walks over them.
 */
export class ByteArena {
  readonly #chunks: Buffer[] = []
  readonly #starts = new NumberColumn(Uint32Array)
  #used = CHUNK

  /** Keeps a copy and returns its index. At most 4 MiB each, 4 GiB in all. */
  append({ bytes, from, to }: ByteRange): number {
    const length = to - from
    if (length > CHUNK) throw new RangeError(`a record of ${length} bytes does not fit`)
    // An empty record begins inside a chunk too.
    if (this.#used + Math.max(length, 1) > CHUNK) this.#addChunk()
    const chunk = this.#chunks.length - 1
    this.#chunks[chunk]?.set(bytes.subarray(from, to), this.#used)
    this.#starts.push(chunk * CHUNK + this.#used)
    this.#used += length
    return this.#starts.length - 1
  }

  /** The chunk that holds a record, for comparing without a copy. */
  chunkOf(index: number): Buffer {
    return this.#chunks[this.#starts.at(index) >>> CHUNK_BITS] as Buffer
  }

  /** Where in its chunk a record begins. */
  startOf(index: number): number {
    return this.#starts.at(index) & (CHUNK - 1)
  }

  /** A part of a record as text, from its `from`th byte. */
  text(index: number, from: number, length: number): string {
    const start = this.startOf(index) + from
    return this.chunkOf(index).toString('utf8', start, start + length)
  }

  #addChunk(): void {
    if (this.#chunks.length === MOST_CHUNKS) throw new RangeError('the listing is larger than 4 GiB')
    this.#chunks.push(Buffer.allocUnsafeSlow(CHUNK))
    this.#used = 0
  }
}
