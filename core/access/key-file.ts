import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fault } from '../errors.js'

/**
 * Reads a key of ours from the data folder, making it (32 random bytes, hex, readable by this user only) when it is not there.
 * @throws `S2P_DATA_DIR_UNWRITABLE`
 */
export function keyFromFile(folder: string, name: string): { readonly key: string, readonly file: string } {
  const file = join(folder, name)
  try {
    return { key: existing(file) ?? create(file), file }
  } catch (error) {
    throw fault('S2P_DATA_DIR_UNWRITABLE', { folder, why: (error as NodeJS.ErrnoException).code ?? 'unknown' }, error)
  }
}

function existing(file: string): string | undefined {
  try {
    const key = readFileSync(file, 'utf8').trim()
    return key === '' ? undefined : key
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function create(file: string): string {
  const key = randomBytes(32).toString('hex')
  // An empty one may be left from a crash. A link that leads to nothing is not followed: no file elsewhere is made.
  rmSync(file, { force: true })
  const handle = openSync(file, 'wx', 0o600)
  try {
    writeSync(handle, `${key}\n`)
  } finally {
    closeSync(handle)
  }
  return key
}
