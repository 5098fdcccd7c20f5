import type { MatchHints, Matcher, PluginHost } from '../../shared/plugin-api/index.js'
import { plainId, taggedIds } from './scene-tag.js'

/** For Fix Match: a person typed `stash-123`, `123` or a scene's address as title. */
export function typedSceneMatcher({ catalog, stash }: Pick<PluginHost, 'catalog' | 'stash'>): Matcher {
  return {
    name: 'typed-scene',
    order: 5,
    certainWhileFilling: true,
    accepts: (hints) => typedSceneId(hints) !== undefined,
    match: async (hints, { signal }) => {
      const sceneId = typedSceneId(hints)
      if (sceneId === undefined) return []
      const exists = catalog.scene(sceneId) ?? await stash.scene(sceneId, signal)
      return exists === undefined ? [] : [{ sceneId, score: 100, reason: 'its id was typed' }]
    },
  }
}

const shapes = [/^\W{0,2}stash[-: ]?(\d{1,12})\W{0,2}$/i, /^(?:https?:\/\/)?[^\s/]{1,255}(?:\/\S{0,300}?)?\/scenes\/(\d{1,12})(?:[/?#]\S{0,300})?$/i, /^#?(\d{1,12})$/]

/** The scene's id that the title names, digits; undefined unless a person typed it. */
export function typedSceneId({ manual, title, filename }: MatchHints): string | undefined {
  if (!manual || title === undefined) return undefined
  const typed = title.trim()
  if (typed === stemOf(filename)) return undefined
  const [tagged, ...others] = taggedIds(typed)
  if (tagged !== undefined && others.length === 0) return tagged
  const digits = shapes.map((shape) => shape.exec(typed)?.[1]).find((found) => found !== undefined)
  return digits === undefined ? undefined : plainId(digits)
}

/** A file named `01.mp4` makes Plex put `01` there by itself. */
function stemOf(filename: string | undefined): string | undefined {
  return filename?.split('/').at(-1)?.replace(/\.[^.]*$/, '')
}
