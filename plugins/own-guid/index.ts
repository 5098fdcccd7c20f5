import type { Plugin } from '../../shared/plugin-api/index.js'

/** Recognises an item that Stash2Plex matched before by the guid that it then got. */
const ownGuid: Plugin = {
  id: 'own-guid',
  apiVersion: 1,
  register(host) {
    host.addMatcher({
      order: 10,
      certainWhileFilling: true,
      accepts: (hints) => hints.ownGuid !== undefined,
      match: (hints) => {
        if (hints.ownGuid === undefined) return []
        const { sceneId, createdAt } = hints.ownGuid
        const scene = host.catalog.scene(sceneId)
        // A rebuilt Stash gives old ids to other scenes; the time of making tells them apart.
        return scene?.createdAt === createdAt ? [{ sceneId, score: 100, reason: 'own guid, same scene' }] : []
      },
    })
  },
}

export default ownGuid
