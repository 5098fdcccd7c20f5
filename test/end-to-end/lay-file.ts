import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** A file of this size and hash that takes no room: one word makes up the hash, the rest is a hole. */
export function lay(path: string, { size, oshash }: { readonly size: number, readonly oshash: string }): void {
  mkdirSync(dirname(path), { recursive: true })
  const word = Buffer.alloc(8)
  word.writeBigUInt64LE(BigInt.asUintN(64, BigInt(`0x${oshash}`) - BigInt(size)))
  const handle = openSync(path, 'w')
  ftruncateSync(handle, size)
  writeSync(handle, word)
  closeSync(handle)
}
