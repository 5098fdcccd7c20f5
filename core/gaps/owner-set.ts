/** Ids up to here are bits; a server that counts higher pays for a set. */
const HIGHEST_BIT = 2 ** 28

/** A set of scene ids or rating keys. Both are small whole numbers in practice, so a million take 125 kB. */
export class OwnerSet {
  #bits = new Uint8Array(1 << 16)
  readonly #others = new Set<string>()
  #size = 0

  get size(): number {
    return this.#size
  }

  add(owner: string): void {
    if (this.has(owner)) return
    this.#size++
    const bit = bitOf(owner)
    if (bit === -1) this.#others.add(owner)
    else {
      if (bit >> 3 >= this.#bits.length) this.#grow(bit >> 3)
      this.#bits[bit >> 3] = (this.#bits[bit >> 3] as number) | (1 << (bit & 7))
    }
  }

  has(owner: string): boolean {
    const bit = bitOf(owner)
    return bit === -1 ? this.#others.has(owner) : ((this.#bits[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0
  }

  #grow(index: number): void {
    let length = this.#bits.length
    while (length <= index) length *= 2
    const larger = new Uint8Array(length)
    larger.set(this.#bits)
    this.#bits = larger
  }
}

/** Only what reads back as the same text is a number: `007` and `7` are two owners. */
function bitOf(owner: string): number {
  const number = Number(owner)
  return Number.isInteger(number) && number >= 0 && number < HIGHEST_BIT && String(number) === owner ? number : -1
}
