import type { Candidate, Matcher, MatchHints, PluginHost } from '../../shared/plugin-api/index.js'
import { taggedIds } from './scene-tag.js'

/** What Fix Match shows for each of several ids: one of them is meant, but nobody knows which. */
const oneOfSeveral = 80

/** `{stash-123}` in the name of the file or of a folder: exactly one such id is certain when the scene exists. */
export function namedSceneMatcher({ catalog }: Pick<PluginHost, 'catalog'>): Matcher {
  return {
    order: 30,
    // A scene that the catalog has is there, however much of Stash is still to be read.
    certainWhileFilling: true,
    accepts: (hints) => namedIds(hints).length > 0,
    match: (hints) => {
      const ids = namedIds(hints)
      const there = ids.filter((id) => catalog.scene(id) !== undefined)
      return there.map((sceneId): Candidate => (ids.length === 1
        ? { sceneId, score: 100, reason: `its id stands in the name: {stash-${sceneId}}` }
        : { sceneId, score: oneOfSeveral, reason: `one of ${ids.length} ids in the name` }))
    },
  }
}

/** Plex makes the title out of the file's name, so it stands in where the name is not told. */
function namedIds({ filename, title, manual }: MatchHints): readonly string[] {
  if (filename !== undefined) return taggedIds(filename)
  return manual ? [] : taggedIds(title ?? '')
}
