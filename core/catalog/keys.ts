import xxhash from 'xxhash-wasm'
import { foldPath } from '../../shared/text/fold.js'

const hashes = await xxhash()

/** The 64-bit key of already folded text, signed as SQLite stores integers. */
export function keyOf(folded: string): bigint {
  return BigInt.asIntN(64, hashes.h64(folded))
}

export interface PathKeys {
  readonly path: bigint
  /** Of the last two segments, so that a suffix look-up stays fast where thousands of files share a base name. */
  readonly tail: bigint
  readonly name: bigint
}

export function pathKeys(path: string): PathKeys {
  const folded = foldPath(path)
  return { path: keyOf(folded), tail: keyOf(lastSegments(folded, 2)), name: keyOf(lastSegments(folded, 1)) }
}

/** The last `count` segments of a normal path, or all of them when there are fewer. */
export function lastSegments(path: string, count: number): string {
  return path.split('/').filter((segment) => segment !== '').slice(-count).join('/')
}

/** Sixteen hex digits as the signed integer that SQLite stores; null for anything else. */
export function oshashKey(oshash: string | undefined): bigint | null {
  return oshash !== undefined && /^[0-9a-f]{16}$/i.test(oshash) ? BigInt.asIntN(64, BigInt(`0x${oshash}`)) : null
}
