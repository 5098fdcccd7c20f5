import { existsSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Logger } from '../../shared/plugin-api/index.js'
import { CodedError, fault } from '../errors.js'
import { Database } from './database.js'
import { isCorrupt, storeFault } from './faults.js'
import { checkVersion, migrate } from './migrate.js'
import type { Migration } from './migrate.js'
import { refuseNetworkFolder } from './network-folder.js'

export interface OpenOptions {
  readonly migrations: readonly Migration[]
  /** `write` creates and migrates the file; `read` needs it to be there and refuses every write. */
  readonly access: 'write' | 'read'
  /** How long a statement waits for another connection's lock. */
  readonly busyTimeoutMs: number
  /** `rebuild` sets a broken file aside and starts an empty one; for copies only. Default `refuse`. */
  readonly whenCorrupt?: 'rebuild' | 'refuse'
  /** Read the whole file once to see that it is sound. Default false. */
  readonly check?: boolean
  /** Leave the write-ahead log to another thread: a commit that empties it waits for the disk. Default false. */
  readonly checkpointsElsewhere?: boolean
  readonly log?: Logger
}

/**
 * Opens a SQLite file in WAL mode.
 * @throws S2P_STORE_NEWER, S2P_STORE_CORRUPT, S2P_STORE_UNWRITABLE, S2P_STORE_MISSING, S2P_STORE_NETWORK_FOLDER
 */
export function openDatabase(file: string, options: OpenOptions): Database {
  try {
    if (options.access === 'read' && !existsSync(file)) throw fault('S2P_STORE_MISSING', { file })
    if (existsSync(dirname(file))) refuseNetworkFolder(dirname(file))
    return connect(file, options)
  } catch (error) {
    if (!isCorrupt(error) || options.access === 'read' || options.whenCorrupt !== 'rebuild') throw storeFault(file, error)
    setAside(file, error, options.log)
    return connect(file, options)
  }
}

function connect(file: string, options: OpenOptions): Database {
  const database = new Database(file)
  try {
    return prepare(database, options)
  } catch (error) {
    database.close()
    throw error
  }
}

function prepare(database: Database, options: OpenOptions): Database {
  database.exec(`PRAGMA busy_timeout = ${options.busyTimeoutMs}`)
  if (options.access === 'read') {
    checkVersion(database, options.migrations.length)
    // The binding's own read-only option does not stop an insert.
    database.exec('PRAGMA query_only = ON')
    return database
  }
  // Synchronous NORMAL loses at most the last transactions when the power fails, never the file.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216; PRAGMA temp_store = MEMORY')
  migrate(database, options.migrations)
  if (options.checkpointsElsewhere === true) database.exec('PRAGMA wal_autocheckpoint = 0')
  const complaint = options.check === true ? database.complaint() : undefined
  if (complaint !== undefined) throw fault('S2P_STORE_CORRUPT', { file: database.file, why: complaint })
  return database
}

/** Renames the file and its companions: a fresh file must not find the broken one's write-ahead log. */
function setAside(file: string, error: unknown, log: Logger | undefined): void {
  const suffix = `.corrupt-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  for (const ending of ['', '-wal', '-shm']) {
    if (existsSync(file + ending)) renameSync(file + ending, `${file}${suffix}${ending}`)
  }
  const why = error instanceof CodedError ? error.message : String(error)
  log?.error({ file, setAside: file + suffix, why }, `The database ${file} is damaged. It was set aside as ${file}${suffix} and is built anew.`)
}
