import type { Category } from './categories.js'

const genericNames = ['clip', 'movie', 'trailer', '1', '01', 'final', 'output', 'untitled', 'part1', 'cd1', 'new', 'full', 'test', 'a']

/** Generic, and still only once in Stash. */
function genericName(turn: number): string {
  const stem = genericNames[turn]
  if (stem !== undefined) return `${stem}.mp4`
  return `${turn % 2 === 0 ? 'IMG' : 'GOPR'}${String(turn).padStart(4, '0')}.mp4`
}

/** Files that one side alone has: to answer for them is wrong. */
export const absentCategories: readonly Category[] = [
  {
    name: 'stranger-generic', scenes: 1, share: 10, least: 2, certain: false,
    plant(into, turn) {
      const { media } = into.layout.roots
      const [shelf, basename] = [into.shelf(), genericName(turn)]
      const root = into.anywhere(Math.floor(turn / 2))
      const owner = { folder: `${media.stash}/${shelf}`, basename }
      if (turn % 2 === 0) into.pair('mapped', owner, { folder: `${media.plex}/${shelf}`, basename })
      else into.scene(into.file(owner.folder, basename))
      into.stranger('stranger-generic', { folder: `${root.plex}/other ${into.tag()}`, basename })
    },
  },
  {
    name: 'stranger-telling', scenes: 1, share: 10, least: 2, certain: false,
    plant(into, turn) {
      const { media } = into.layout.roots
      const [shelf, basename] = [into.shelf(), into.tellingName()]
      into.scene(into.file(`${media.stash}/${shelf}`, basename))
      into.stranger('stranger-telling', { folder: `${into.anywhere(turn).plex}/strangers`, basename })
    },
  },
  {
    name: 'stranger-same-folder', scenes: 1, share: 6, least: 1, certain: false,
    plant(into) {
      const { loose } = into.layout.roots
      const [shelf, basename] = [into.shelf(), into.tellingName()]
      into.scene(into.file(`${loose.stash}/${shelf}`, basename))
      into.stranger('stranger-same-folder', { folder: `${loose.plex}/${shelf}`, basename })
    },
  },
  {
    name: 'case-stranger', scenes: 1, share: 5, least: 1, certain: false,
    plant(into) {
      const { media } = into.layout.roots
      const [shelf, basename] = [into.shelf(), `Not The Same ${into.tag()}.mp4`]
      into.scene(into.file(`${media.stash}/${shelf}`, basename))
      into.stranger('case-stranger', { folder: `${media.plex}/${shelf}`, basename: basename.toLowerCase() })
    },
  },
  {
    name: 'like-trap-absent', scenes: 1, share: 5, least: 1, certain: false,
    plant(into, turn) {
      const { media } = into.layout.roots
      const [shelf, tag] = [into.shelf(), into.tag()]
      into.scene(into.file(`${media.stash}/${shelf}`, `Wild xyz card ${tag}.mp4`))
      into.stranger('like-trap-absent', { folder: `${media.plex}/${shelf}`, basename: `Wild ${turn % 2 === 0 ? '%' : '___'} card ${tag}.mp4` })
    },
  },
  {
    name: 'not-in-stash', scenes: 0, share: 40, least: 2, certain: false,
    plant(into, turn) {
      into.stranger('not-in-stash', { folder: `${into.anywhere(turn).plex}/${into.shelf()}`, basename: into.tellingName() })
    },
  },
  {
    name: 'stash-only', scenes: 1, share: 40, least: 2, certain: false,
    plant(into) {
      const { media } = into.layout.roots
      into.scene(into.file(`${media.stash}/${into.shelf()}`, into.tellingName()))
    },
  },
  {
    name: 'no-files', scenes: 1, share: 5, least: 1, certain: false,
    plant(into) {
      into.scene()
    },
  },
]
