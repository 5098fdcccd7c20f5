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
    const most = this.to + text.length * 3
    if (most > this.bytes.length) this.bytes = Buffer.concat([this.bytes.subarray(0, this.to)], most * 2)
    this.to += this.bytes.write(text, this.to, 'utf8')
    return this
  }

  appendBytes({ bytes, from, to }: ByteRange): this {
    const most = this.to + to - from
    if (most > this.bytes.length) this.bytes = Buffer.concat([this.bytes.subarray(0, this.to)], most * 2)
    this.bytes.set(bytes.subarray(from, to), this.to)
    this.to = most
    return this
  }
}
