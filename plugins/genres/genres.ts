import type { Named, Patch, Scene, SceneMetadata, TextTools } from '../../shared/plugin-api/index.js'
import type { GenreOptions } from './index.js'

/** More than this nobody can want to see, and the plugin system refuses a longer list. */
const most = 1000

/** Starts from the genres so far, so that what other enrichers did is kept: those that are tags are chosen from, the rest stays. */
export function genresOf(text: TextTools, options: GenreOptions): (scene: Scene, metadata: SceneMetadata) => Patch {
  const [isOnly, isIgnored, isFirst] = [text.inList(options.only), text.inList(options.ignore), text.inList(options.first)]
  const isWanted = (tag: Named) => (options.only.length === 0 || isOnly(tag)) && !isIgnored(tag)
  const limit = options.limit === 0 ? most : Math.min(options.limit, most)
  return (scene, metadata) => {
    const wanted = candidates(text, { scene, metadata, options }).filter(isWanted)
    const ordered = options.first.length === 0 ? wanted : [...wanted.filter(isFirst), ...wanted.filter((tag) => !isFirst(tag))]
    const names = ordered.map(({ name }) => text.oneLine(name)).filter((name) => name !== undefined)
    return { genres: [...new Set(names)].slice(0, limit) }
  }
}

interface Known {
  readonly scene: Scene
  readonly metadata: SceneMetadata
  readonly options: GenreOptions
}

function candidates(text: TextTools, { scene, metadata, options }: Known): readonly Named[] {
  const tags = new Map(scene.tags.map((tag) => [text.oneLine(tag.name), tag]))
  const own = metadata.genres.flatMap((name) => {
    const tag = tags.get(name)
    if (tag === undefined) return [{ id: '', name }]
    if (!options.tags) return []
    return options.parents === 'instead' && tag.ancestors.length > 0 ? tag.ancestors : [tag]
  })
  const ancestors = options.tags && options.parents === 'add' ? metadata.genres.flatMap((name) => tags.get(name)?.ancestors ?? []) : []
  const ofPerformers = options.performerTags ? scene.performers.flatMap((performer) => performer.tags) : []
  return distinct([...own, ...ancestors, ...ofPerformers])
}

/** Performers share tags: a crowd has few, but many times over. */
function distinct(tags: readonly Named[]): readonly Named[] {
  const seen = new Map<string, Set<string>>()
  return tags.filter(({ id, name }) => {
    const ids = seen.get(name) ?? new Set()
    if (ids.has(id)) return false
    seen.set(name, ids.add(id))
    return true
  })
}
