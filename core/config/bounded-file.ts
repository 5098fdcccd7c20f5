import { closeSync, openSync, readSync } from 'node:fs'

const portion = 65_536

/**
 * The text of a file, a pipe or whatever else the path leads to, read to its end.
 *
 * @param most Bytes. What never ends, such as `/dev/zero`, ends there.
 * @throws NodeJS.ErrnoException; `EFBIG` for what is larger
 */
export function readBounded(file: string, most: number): string {
  const handle = openSync(file, 'r')
  try {
    const portions: Buffer[] = []
    for (let size = 0; ;) {
      const buffer = Buffer.alloc(portion)
      const read = readSync(handle, buffer, 0, portion, null)
      if (read === 0) return Buffer.concat(portions).toString('utf8')
      portions.push(buffer.subarray(0, read))
      size += read
      if (size > most) throw Object.assign(new Error(`${file} is larger than ${most} bytes`), { code: 'EFBIG' })
    }
  } finally {
    closeSync(handle)
  }
}
