import type { LocalFile, LocalFiles, Place } from '../../shared/plugin-api/index.js'

/**
 * The bytes of the file that Plex asks about, by this machine's own look at it. Undefined unless every place can be looked at
 * and all that hold a file hold the same.
 */
export async function localBytesOf(files: LocalFiles, places: readonly Place[], signal: AbortSignal): Promise<LocalFile | undefined> {
  const paths = [...new Set(places.flatMap(({ localPath }) => (localPath === undefined ? [] : [localPath])))]
  if (!files.readable || paths.length === 0 || places.some(({ localPath }) => localPath === undefined)) return undefined
  const facts = await Promise.all(paths.map((path) => files.fingerprint(path, signal)))
  const found = facts.filter((fact) => typeof fact === 'object')
  const [first] = found
  const agree = !facts.includes('unknown') && found.every(({ oshash, size }) => oshash === first?.oshash && size === first.size)
  return agree ? first : undefined
}
