import type { Place, PlexServer } from '../../shared/plugin-api/index.js'

/**
 * The size of the file that Plex asks about: bytes; `unavailable` when there is nobody to ask; `unknown` when Plex cannot
 * say at the moment; `untold` when Plex knows no such file, or several of different sizes.
 */
export type PlexSize = number | 'unavailable' | 'unknown' | 'untold'

export async function plexSizeOf(plex: PlexServer | undefined, places: readonly Place[], signal: AbortSignal): Promise<PlexSize> {
  if (plex === undefined || places.length === 0) return 'unavailable'
  const facts = await Promise.all(places.map(({ plexPath }) => plex.fileFacts(plexPath, signal)))
  if (facts.includes('unknown')) return 'unknown'
  const [size, ...others] = new Set(facts.flatMap((fact) => (typeof fact === 'object' ? [fact.size] : [])))
  return size === undefined || size <= 0 || others.length > 0 ? 'untold' : size
}
