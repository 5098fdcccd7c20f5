const wordBytes = 8
/** Bytes at either end of a file that the hash is made of. */
export const chunkBytes = 65_536

/** How many bytes of each end count in a file of this size; undefined when it is too small to have a hash. */
export function chunkOf(size: number): number | undefined {
  if (size <= wordBytes) return undefined
  return size < chunkBytes ? Math.floor(size / wordBytes) * wordBytes : chunkBytes
}

/** The OpenSubtitles hash as Stash makes it (`pkg/hash/oshash`), 16 hex digits. */
export function oshashOf(size: number, head: Buffer, tail: Buffer): string {
  const sum = BigInt.asUintN(64, BigInt(size) + wordsOf(head) + wordsOf(tail))
  return sum.toString(16).padStart(16, '0')
}

function wordsOf(chunk: Buffer): bigint {
  let sum = 0n
  for (let at = 0; at + wordBytes <= chunk.length; at += wordBytes) sum += chunk.readBigUInt64LE(at)
  return sum
}
