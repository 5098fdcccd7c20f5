import type { Category } from './categories.js'
import type { Planting } from './planting.js'

/** Two videos under names that a careless comparison takes for one; each must match its own scene. */
function twins(into: Planting, category: string, names: readonly [string, string]): void {
  const [shelf, { media }] = [into.shelf(), into.layout.roots]
  for (const basename of names) {
    into.pair(category, { folder: `${media.stash}/${shelf}`, basename }, { folder: `${media.plex}/${shelf}`, basename })
  }
}

/** Cases in which one path, name or hash leads to more than one video. */
export const hardCategories: readonly Category[] = [
  {
    name: 'normal-form-twins', scenes: 2, share: 4, least: 1, certain: true,
    plant(into) {
      const name = `Ångström café ${into.tag()}.mp4`
      twins(into, 'normal-form-twins', [name.normalize('NFC'), name.normalize('NFD')])
    },
  },
  {
    name: 'case-twins', scenes: 2, share: 4, least: 1, certain: true,
    plant(into) {
      const name = `Twin Case ${into.tag()}.mp4`
      twins(into, 'case-twins', [name, name.toLowerCase()])
    },
  },
  {
    name: 'like-trap', scenes: 2, share: 6, least: 1, certain: true,
    plant(into) {
      const tag = into.tag()
      twins(into, 'like-trap', [`100%_a ${tag}.mp4`, `100x_a ${tag}.mp4`])
    },
  },
  {
    name: 'same-video-two-scenes', scenes: 2, share: 3, least: 1, certain: true,
    plant(into) {
      const { media, archive } = into.layout.roots
      const [shelf, basename, content] = [into.shelf(), into.tellingName(), into.newContent()]
      for (const [root, name] of [[media, basename], [archive, `copy of ${basename}`]] as const) {
        const scene = into.scene(into.file(`${root.stash}/${shelf}`, name, content))
        into.mirror('same-video-two-scenes', scene, { folder: `${root.plex}/${shelf}`, basename: name })
      }
    },
  },
  {
    name: 'two-roots-only-one-exists', scenes: 2, share: 6, least: 1, certain: true,
    plant(into) {
      const { media, archive } = into.layout.roots
      const [shelf, basename] = [into.shelf(), `both ${into.tellingName()}`]
      into.scene(into.file(`${media.stash}/${shelf}`, basename))
      into.pair('two-roots-only-one-exists', { folder: `${archive.stash}/${shelf}`, basename }, { folder: `${archive.plex}/${shelf}`, basename })
    },
  },
  {
    // Plex sends the same request for both, so whatever is answered for one is answered for the other.
    name: 'two-roots-both-in-stash', scenes: 2, share: 4, least: 1, certain: false,
    plant(into) {
      const { media, archive } = into.layout.roots
      const [shelf, basename] = [into.shelf(), `twice ${into.tellingName()}`]
      for (const root of [media, archive]) {
        const scene = into.scene(into.file(`${root.stash}/${shelf}`, basename))
        into.mirror('two-roots-both-in-stash', scene, { folder: `${root.plex}/${shelf}`, basename }, false)
      }
    },
  },
  {
    name: 'two-roots-one-in-stash', scenes: 1, share: 6, least: 1, certain: false,
    plant(into) {
      const { media, archive } = into.layout.roots
      const [shelf, basename] = [into.shelf(), `once ${into.tellingName()}`]
      const scene = into.scene(into.file(`${media.stash}/${shelf}`, basename))
      into.mirror('two-roots-one-in-stash', scene, { folder: `${media.plex}/${shelf}`, basename }, false)
      into.stranger('two-roots-one-in-stash', { folder: `${archive.plex}/${shelf}`, basename })
    },
  },
]
