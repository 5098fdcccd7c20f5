import { accessSync, closeSync, constants, existsSync, openSync, readSync, statfsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { catalogMigrations } from '../../catalog/schema.js'
import { fault } from '../../errors.js'
import { plexLibraryMigrations } from '../../plex-library/schema.js'
import { stateMigrations } from '../../state-migrations.js'
import { refuseNetworkFolder } from '../../store/network-folder.js'
import { codeOf } from '../settings.js'
import { findingsOn, type Finding } from './finding.js'
import type { Situation } from './situation.js'

const on = findingsOn('data folder')
const newest: Readonly<Record<string, number>> = { 'state.db': stateMigrations.length, 'catalog.db': catalogMigrations.length, 'plex.db': plexLibraryMigrations.length }
/** Bytes. A library of half a million needs about this much. */
const wanted = 2 ** 30

/** Looks at the folder only from outside: no database is opened, because a server may be at work in it. */
export async function checkDataFolder({ dataDir, server, reading }: Situation): Promise<readonly Finding[]> {
  if (reading === undefined) return [on.skipped('not known without settings')]
  try {
    if (!existsSync(dataDir)) return [isWritable(firstExisting(dataDir)) ? on.note(`${dataDir} is not there yet; it is made at the first start`) : on.failed(unwritable(dataDir, 'EACCES'))]
    if (!isWritable(dataDir)) return [server.state === 'open' ? on.note(`${dataDir} belongs to somebody else than who runs this command; the server is at work in it`) : on.failed(unwritable(dataDir, 'EACCES'))]
    refuseNetworkFolder(dataDir)
    for (const [name, version] of Object.entries(newest)) refuseNewer(join(dataDir, name), version)
    return [on.fine(`${dataDir} can be written`), ...space(dataDir), ...openKey(join(dataDir, 'api-key'))]
  } catch (error) {
    return [on.failed(error)]
  }
}

function unwritable(folder: string, why: string): Error {
  return fault('S2P_DATA_DIR_UNWRITABLE', { folder, why })
}

function firstExisting(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : firstExisting(dirname(folder))
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The version stands in the file's first 100 bytes, big-endian at 60 (sqlite.org/fileformat.html). */
function refuseNewer(file: string, known: number): void {
  const head = headOf(file)
  if (head === undefined) return
  if (head.length < 100 || head.toString('latin1', 0, 15) !== 'SQLite format 3') throw fault('S2P_STORE_CORRUPT', { file, why: 'it is no SQLite file' })
  const version = head.readUInt32BE(60)
  if (version > known) throw fault('S2P_STORE_NEWER', { file, version, newest: known })
}

/** Undefined for a file that is not there, or still empty. */
function headOf(file: string): Buffer | undefined {
  try {
    const handle = openSync(file, 'r')
    const head = Buffer.alloc(100)
    const read = readSync(handle, head, 0, 100, 0)
    closeSync(handle)
    return read === 0 ? undefined : head.subarray(0, read)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw fault('S2P_STORE_UNWRITABLE', { file, why: codeOf(error) }, error)
  }
}

function space(folder: string): Finding[] {
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  return free < wanted ? [on.note(`only ${Math.round(free / 2 ** 20).toLocaleString('en')} MB are free there`, 'Make room: a large library needs about 1 GB.')] : []
}

function openKey(file: string): Finding[] {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0
  return process.platform !== 'win32' && (mode & 0o077) !== 0 ? [on.note(`${file} can be read by other users of this machine`, `chmod 600 ${file}`)] : []
}
