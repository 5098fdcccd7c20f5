import type { Category } from './categories.js'
import { nastyName } from './nasty-names.js'

/** Files that both sides have and that must match. */
export const presentCategories: readonly Category[] = [
  {
    name: 'mapped', scenes: 1, share: 0, least: 0, certain: true,
    plant(into, turn) {
      const { media, archive } = into.layout.roots
      const root = turn % 4 === 3 ? archive : media
      const shelf = into.shelf()
      const basename = into.tellingName()
      into.pair('mapped', { folder: `${root.stash}/${shelf}`, basename }, { folder: `${root.plex}/${shelf}`, basename })
    },
  },
  {
    name: 'mapped-by-year', scenes: 1, share: 80, least: 2, certain: true,
    plant(into) {
      const { years } = into.layout.roots
      const [year, studio, basename] = [into.year(), into.studio(), into.tellingName()]
      into.pair('mapped-by-year', { folder: `${years.stash}/${studio}/${year}`, basename }, { folder: `${years.plex}/${year}/${studio}`, basename })
    },
  },
  {
    name: 'case-differs', scenes: 1, share: 20, least: 2, certain: true,
    plant(into) {
      const { mixed } = into.layout.roots
      const [shelf, basename] = [into.shelf(), into.tellingName()]
      into.pair('case-differs', { folder: `${mixed.stash}/${shelf}`, basename }, { folder: `${mixed.plex}/${shelf.toUpperCase()}`, basename: basename.toUpperCase() })
    },
  },
  {
    name: 'nfd-name', scenes: 1, share: 15, least: 1, certain: true,
    plant(into) {
      const { media } = into.layout.roots
      const [shelf, basename] = [`${into.shelf()} é`, `Café Ünïcödé ${into.tellingName()}`]
      into.pair('nfd-name', { folder: `${media.stash}/${shelf}`.normalize('NFC'), basename: basename.normalize('NFC') },
        { folder: `${media.plex}/${shelf}`.normalize('NFD'), basename: basename.normalize('NFD') })
    },
  },
  {
    name: 'nasty-name', scenes: 1, share: 25, least: 6, wanted: 44, certain: true,
    plant(into, turn) {
      const { media } = into.layout.roots
      const [shelf, basename] = [into.shelf(), nastyName(turn, into.tag())]
      into.pair('nasty-name', { folder: `${media.stash}/${shelf}`, basename }, { folder: `${media.plex}/${shelf}`, basename })
    },
  },
  {
    name: 'same-base-name', scenes: 1, share: 40, least: 3, wanted: 300, certain: true,
    plant(into, turn) {
      const { media } = into.layout.roots
      const [folder, basename] = [`${into.shelf()}/take ${into.tag()}`, turn % 3 === 2 ? 'video.mp4' : 'scene.mp4']
      into.pair('same-base-name', { folder: `${media.stash}/${folder}`, basename }, { folder: `${media.plex}/${folder}`, basename })
    },
  },
  {
    name: 'many-files-scene', scenes: 1, share: 15, least: 1, certain: true,
    plant(into, turn) {
      const { media, archive } = into.layout.roots
      const shelf = into.shelf()
      const shared = into.newContent()
      const files = Array.from({ length: 2 + turn % 9 }, (_, part) => {
        const root = part % 2 === 0 ? media : archive
        return { root, row: into.file(`${root.stash}/${shelf}`, `part ${part} ${into.tellingName()}`, part < 2 ? shared : into.newContent()) }
      })
      const scene = into.scene(...files.map(({ row }) => row))
      for (const { root, row } of files) {
        into.item('many-files-scene', { folder: `${root.plex}/${shelf}`, basename: row.basename, content: row.content }, { sceneId: scene.id, certain: true })
      }
    },
  },
  {
    name: 'unmapped-witnessed', scenes: 1, share: 20, least: 1, certain: true,
    plant(into) {
      const { loose } = into.layout.roots
      const [shelf, basename] = [into.shelf(), into.tellingName()]
      into.pair('unmapped-witnessed', { folder: `${loose.stash}/${shelf}`, basename }, { folder: `${loose.plex}/${shelf}`, basename })
    },
  },
  {
    name: 'unmapped-size-only', scenes: 1, share: 10, least: 1, certain: true,
    plant(into) {
      const { loose } = into.layout.roots
      const [shelf, basename] = [into.shelf(), into.tellingName()]
      into.pair('unmapped-size-only', { folder: `${loose.stash}/${shelf}`, basename }, { folder: `${loose.plex}/dump`, basename })
    },
  },
  {
    name: 'moved-in-plex', scenes: 1, share: 15, least: 1, certain: true,
    plant(into) {
      const { media } = into.layout.roots
      const [shelf, basename] = [into.shelf(), into.tellingName()]
      into.pair('moved-in-plex', { folder: `${media.stash}/${shelf}`, basename }, { folder: `${media.plex}/sorted/${into.year()}`, basename })
    },
  },
]
