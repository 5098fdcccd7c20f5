import type { Awaitable, CallContext, Candidate, MatchHints, Plugin, PluginHost } from '../../shared/plugin-api/index.js'
import { commonScene, leadOf } from './lead.js'
import { factsOf } from './presence.js'
import { restsOnSize, verdict } from './verdict.js'

/** Finds the scene whose file lies where a path mapping rule says that Plex's file lies. */
const pathMapping: Plugin = {
  id: 'path-mapping',
  apiVersion: 1,
  register(host) {
    host.addMatcher({
      order: 20,
      // Safe because `verdict` takes nothing but an exact path for certain until the catalog is complete.
      certainWhileFilling: true,
      accepts: ({ places }) => places.some(({ stash }) => stash !== undefined),
      match: (hints, ctx) => matchByPath(host, hints, ctx),
    })
  },
}

/** At once, but where Plex must be asked. */
function matchByPath(host: PluginHost, { places }: MatchHints, ctx: CallContext): Awaitable<readonly Candidate[]> {
  const { complete } = host.catalog
  const leads = places.map((place) => leadOf(host.catalog, place))
  if (leads.every(({ sceneIds }) => sceneIds.length === 0)) return []
  const needsPlex = commonScene(leads) === undefined ? places.length > 1 : leads.some(restsOnSize)
  if (!needsPlex || host.plex === undefined) return verdict(leads.map((lead) => ({ ...lead, facts: undefined })), complete)
  return factsOf(host.plex, places, ctx).then((facts) => verdict(leads.map((lead, at) => ({ ...lead, facts: facts[at] })), complete))
}

export default pathMapping
