import xxhash from 'xxhash-wasm'
import { foldPath } from '../../shared/text/fold.js'

const hashes = await xxhash()

/** The 64-bit key under which a path is found, whatever its separators, case and Unicode form. */
export function pathKey(path: string): bigint {
  return BigInt.asIntN(64, hashes.h64(foldPath(path)))
}
