import type { LocalFile, LocalFiles, Place } from '../../shared/plugin-api/index.js'

/** Milliseconds; below the core's limit for a matcher, so that what was found otherwise is still told. */
const patience = 3000

/**
 * The bytes of the file that Plex asks about, by this machine's own look at it. Undefined unless every place can be looked at
 * and all that hold a file hold the same.
 */
export async function localBytesOf(files: LocalFiles, places: readonly Place[], signal: AbortSignal): Promise<LocalFile | undefined> {
  const paths = [...new Set(places.flatMap(({ localPath }) => (localPath === undefined ? [] : [localPath])))]
  if (!files.readable || paths.length === 0 || places.some(({ localPath }) => localPath === undefined)) return undefined
  const limited = AbortSignal.any([signal, AbortSignal.timeout(patience)])
  const facts = await Promise.all(paths.map((path) => files.fingerprint(path, limited)))
  const found = facts.filter((fact) => typeof fact === 'object')
  const [first] = found
  const agree = !facts.includes('unknown') && found.every(({ oshash, size }) => oshash === first?.oshash && size === first.size)
  return agree ? first : undefined
}
