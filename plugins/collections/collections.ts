import type { Named, Patch, Scene, SceneMetadata, TextTools } from '../../shared/plugin-api/index.js'
import type { CollectionOptions, Naming } from './index.js'

type Names = (scene: Scene) => readonly (string | undefined)[]

const most = 1000

/** What earlier enrichers put in stays. */
export function collectionsOf(text: TextTools, options: CollectionOptions): (scene: Scene, metadata: SceneMetadata) => Patch {
  const kinds = kindsOf(text, options)
  return (scene, metadata) => {
    const found = kinds.flatMap((names) => names(scene)).map((name) => text.oneLine(name)).filter((name) => name !== undefined)
    return found.length === 0 ? {} : { collections: [...new Set([...metadata.collections, ...found])].slice(0, most) }
  }
}

function kindsOf(text: TextTools, options: CollectionOptions): readonly Names[] {
  const [isIn, isExcepted] = [text.inList(options.tags), text.inList(options.exceptTags)]
  const isWanted = (tag: Named) => isIn(tag) && !isExcepted(tag)
  const kind = (naming: Naming, names: Names): Names => {
    const call = namer(text, naming)
    // Performers share tags: a crowd has few names, but many times over.
    return call === undefined ? () => [] : (scene) => [...new Set(names(scene))].map(call)
  }
  return [
    kind(options.studio, ({ studio }) => [studio?.name]),
    kind(options.parentStudio, ({ studio }) => [studio?.parent?.name ?? (options.studioAsParent ? studio?.name : undefined)]),
    kind(options.group, ({ groups }) => groups.map(({ name }) => name)),
    kind(options.performer, ({ performers }) => performers.map(({ name }) => name)),
    kind(options.tag, (scene) => tagsOf(scene, options).filter(isWanted).map(({ name }) => name)),
    kind(options.rating, ({ rating100 }) => [starsOf(rating100, options.stars)]),
    ({ organized }) => [organized ? organizedName(options.organized) : undefined],
  ]
}

/** Undefined when there shall be none. What has no name gets no collection, whatever the prefix. */
function namer(text: TextTools, naming: Naming): ((name: string | undefined) => string | undefined) | undefined {
  if (naming === false) return undefined
  if (naming === true) return (name) => name
  if (naming.includes('{name}')) {
    const byTemplate = text.template(naming)
    return (name) => byTemplate({ name })
  }
  return (name) => (text.oneLine(name) === undefined ? undefined : `${naming}${name}`)
}

function tagsOf({ tags, performers }: Scene, { performerTags }: CollectionOptions): readonly Named[] {
  return performerTags ? [...tags, ...performers.flatMap((performer) => performer.tags)] : tags
}

/** Whole stars; a begun one does not count. */
function starsOf(rating100: number | undefined, stars: number): string | undefined {
  const count = Math.min(stars, Math.floor((rating100 ?? 0) * stars / 100))
  return count > 0 ? String(count) : undefined
}

/** There is one such collection, so that a text is its whole name. */
function organizedName(naming: Naming): string | undefined {
  if (naming === false) return undefined
  return naming === true ? 'Organized' : naming
}
