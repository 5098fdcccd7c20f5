import { inTime } from '../../shared/deadline.js'
import type { LocalFiles, PathMapping } from '../../shared/plugin-api/index.js'
import type { Difference } from './differences.js'
import type { PlexHashes } from './find-gaps.js'

/** A file costs its disk 128 KB; what is beyond this waits for the next comparison, or is told as two gaps. */
const MOST = 2000
/** For all of them, milliseconds: a mount that hangs must not hold up a comparison. */
const LIMIT = 60_000
const AT_ONCE = 2

export interface LocalHashOptions {
  readonly localFiles: LocalFiles
  readonly mapping: PathMapping
  /** As Plex tells it, bytes. */
  readonly sizeOf: (entry: number) => number
  readonly signal: AbortSignal
}

/** What the bytes of these files of Plex say, as far as a plugin reads files and they are mounted here. Never rejects for a file's sake. */
export async function localHashes(files: Iterable<Difference>, { localFiles, mapping, sizeOf, signal }: LocalHashOptions): Promise<PlexHashes> {
  const hashes = new Map<number, string>()
  if (!localFiles.readable) return hashes
  const waiting = first(files, MOST)
  const read = async (limited: AbortSignal): Promise<void> => {
    for (const { entry, path } of waiting) {
      if (limited.aborted) return
      const local = mapping.toLocal(path)
      const facts = local === undefined ? 'unknown' : await localFiles.fingerprint(local.path, limited)
      // Another size means that the file is not the one that Plex has listed.
      if (typeof facts === 'object' && facts.size === sizeOf(entry)) hashes.set(entry, facts.oshash)
    }
  }
  await inTime({ ms: LIMIT, signals: [signal] }, (limited) => Promise.all(Array.from({ length: AT_ONCE }, () => read(limited))))
  signal.throwIfAborted()
  return hashes
}

function* first<T>(items: Iterable<T>, most: number): Generator<T> {
  let given = 0
  for (const item of items) {
    yield item
    if (++given === most) return
  }
}
