/** The bytes of `bytes` from `from` up to `to`. */
export interface ByteRange {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
}

/** Whether `bytes` holds the same as the range, from `start` on. Compared from the end: paths differ there first. */
export function sameBytes(bytes: Uint8Array, start: number, range: ByteRange): boolean {
  const { bytes: other, from } = range
  const shift = start - from
  for (let at = range.to - 1; at >= from; at--) if (bytes[at + shift] !== other[at]) return false
  return true
}

/** How many bytes the two have in common at their ends; no character of UTF-8 is cut. */
export function sharedEnd(a: ByteRange, b: ByteRange): number {
  const most = Math.min(a.to - a.from, b.to - b.from)
  let count = 0
  while (count < most && a.bytes[a.to - 1 - count] === b.bytes[b.to - 1 - count]) count++
  while (count > 0 && ((a.bytes[a.to - count] as number) & 0xc0) === 0x80) count--
  return count
}

/** A buffer to encode one text after the other into, without a new one each time. */
export class TextBytes implements ByteRange {
  bytes: Buffer = Buffer.allocUnsafeSlow(1024)
  readonly from = 0
  to = 0

  set(text: string): this {
    this.to = 0
    return this.append(text)
  }

  append(text: string): this {
    this.#makeRoom(text.length * 3)
    this.to += this.bytes.write(text, this.to, 'utf8')
    return this
  }

  /** Four bytes, the lowest first. */
  appendNumber(value: number): this {
    this.#makeRoom(4)
    this.to = this.bytes.writeUInt32LE(value, this.to)
    return this
  }

  appendBytes({ bytes, from, to }: ByteRange): this {
    this.#makeRoom(to - from)
    this.bytes.set(bytes.subarray(from, to), this.to)
    this.to += to - from
    return this
  }

  text(from = 0, to = this.to): string {
    return this.bytes.toString('utf8', from, to)
  }

  #makeRoom(bytes: number): void {
    const most = this.to + bytes
    if (most > this.bytes.length) this.bytes = Buffer.concat([this.bytes.subarray(0, this.to)], most * 2)
  }
}
