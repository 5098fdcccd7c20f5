import type { CallContext, FileFacts, Place, PlexServer } from '../../shared/plugin-api/index.js'

/** Milliseconds; below the core's limit for a matcher, so that what was found otherwise is still told. */
const patience = 3000

/** What Plex says of each place, as far as it can say so in time. */
export function factsOf(plex: PlexServer, places: readonly Place[], ctx: CallContext): Promise<readonly FileFacts[]> {
  const signal = ctx.signalWithin(patience)
  return Promise.all(places.map(({ plexPath }) => plex.fileFacts(plexPath, signal)))
}
