import type { FileFacts, Place, PlexServer } from '../../shared/plugin-api/index.js'

/** Milliseconds; below the core's limit for a matcher, so that what was found otherwise is still told. */
const patience = 3000

/** What Plex says of each place, as far as it can say so in time. */
export function factsOf(plex: PlexServer, places: readonly Place[], signal: AbortSignal): Promise<readonly FileFacts[]> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(patience)])
  return Promise.all(places.map(({ plexPath }) => plex.fileFacts(plexPath, limited)))
}
