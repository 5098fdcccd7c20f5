type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array
type NumbersType = new (length: number) => Numbers

const CHUNK_BITS = 14
const CHUNK = 1 << CHUNK_BITS

/**
 * A list of numbers of one width, a tenth of the memory of an ordinary array of objects. It grows by chunks, so that growing
 * copies nothing; a chunk of nothing but zeros takes no memory.
 */
export class NumberColumn {
  readonly #type: NumbersType
  readonly #chunks: (Numbers | undefined)[] = []
  #length = 0

  constructor(type: NumbersType) {
    this.#type = type
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (value !== 0) this.set(this.#length, value)
    this.#length++
  }

  at(index: number): number {
    return this.#chunks[index >>> CHUNK_BITS]?.[index & (CHUNK - 1)] ?? 0
  }

  set(index: number, value: number): void {
    const chunk = this.#chunks[index >>> CHUNK_BITS] ??= new this.#type(CHUNK)
    chunk[index & (CHUNK - 1)] = value
  }
}
