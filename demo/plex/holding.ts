import type { SampleItem, SampleLibrary } from '../library/sample-library.js'
import { httpFault } from './http-fault.js'
import { newItem, unixNow } from './plex-item.js'
import type { PlexItem, PlexSection } from './plex-item.js'

/** Sections, the files on disk, and the items that scans have made of them. */
export class Holding {
  readonly sections: ReadonlyMap<string, PlexSection>
  readonly items = new Map<number, PlexItem>()
  readonly #files: SampleItem[]
  /** By section; made anew when the number of items has changed. */
  #lists: { readonly count: number, readonly bySection: ReadonlyMap<string, readonly PlexItem[]> } | undefined

  constructor(library: SampleLibrary) {
    this.#files = [...library.items]
    this.sections = new Map(library.sections.map((section) => [section.id, {
      ...section, type: 'movie', scanner: 'Plex Video Files Scanner', language: 'en-US', agent: 'tv.plex.agents.movie', groupId: undefined, allowAdult: true, refreshing: false, scannedAt: 0,
    }]))
  }

  /** Puts a file on the disk; the next scan finds it. */
  addFile(file: SampleItem): void {
    this.#files.push(file)
  }

  section(id: string): PlexSection {
    const section = this.sections.get(id)
    if (section === undefined) throw httpFault(404, `no section ${id}`)
    return section
  }

  item(ratingKey: string | number): PlexItem {
    const item = this.items.get(Number(ratingKey))
    if (item === undefined) throw httpFault(404, `no item ${ratingKey}`)
    return item
  }

  /** Makes items of the files of a section, or of one folder of it, that have none yet; answers all items there. */
  scanFiles(section: PlexSection, folder?: string): PlexItem[] {
    section.scannedAt = unixNow()
    const found = this.#files.filter((file) => file.sectionId === section.id && isWithin(file.path, folder))
    return found.map((file) => this.#itemOf(file))
  }

  /** By growing rating key. */
  itemsOf(section: PlexSection): readonly PlexItem[] {
    if (this.#lists?.count !== this.items.size) {
      const items = [...this.items.values()].sort((a, b) => a.sample.ratingKey - b.sample.ratingKey)
      this.#lists = { count: items.length, bySection: new Map([...this.sections.keys()].map((id) => [id, items.filter((item) => item.sample.sectionId === id)])) }
    }
    return this.#lists.bySection.get(section.id) ?? []
  }

  #itemOf(file: SampleItem): PlexItem {
    const known = this.items.get(file.ratingKey)
    if (known !== undefined) return known
    const item = newItem(file)
    this.items.set(file.ratingKey, item)
    return item
  }
}

/** Whether a path lies in a folder; every path lies in no folder at all. */
export function isWithin(path: string, folder: string | undefined): boolean {
  if (folder === undefined) return true
  const bare = folder.replace(/[\\/]+$/, '')
  return path === bare || path.startsWith(`${bare}/`) || path.startsWith(`${bare}\\`)
}
