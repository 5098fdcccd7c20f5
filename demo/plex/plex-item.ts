import type { SampleItem, SampleSection } from '../library/sample-library.js'

export type JsonObject = Record<string, unknown>

/** An item as the sample Plex keeps it; what may change is writable. */
export interface PlexItem {
  readonly sample: SampleItem
  /** The file's name without its extension: the title of an item that nobody described. */
  readonly stem: string
  readonly addedAt: number
  updatedAt: number
  guid: string
  title: string
  year: number | undefined
  /** What the provider answered last, or undefined while nothing usable came. */
  metadata: JsonObject | undefined
  /** The file vanished; the item stays listed until the trash is emptied. */
  trashed: boolean
}

export interface PlexSection extends SampleSection {
  readonly type: 'movie' | 'show'
  scanner: string
  language: string
  agent: string
  groupId: number | undefined
  /** The library's advanced setting "allow matching to explicit content". */
  allowAdult: boolean
  refreshing: boolean
  scannedAt: number
}

export function unmatchedGuid(ratingKey: number): string {
  return `tv.plex.agents.none://${ratingKey}`
}

export function isUnmatched(item: PlexItem): boolean {
  return item.guid.startsWith('tv.plex.agents.none://')
}

/** The item as a scan creates it, before any provider is asked. */
export function newItem(sample: SampleItem): PlexItem {
  const stem = stemOf(sample.path)
  const now = unixNow()
  return {
    sample, stem, addedAt: now, updatedAt: now,
    guid: unmatchedGuid(sample.ratingKey), title: stem, year: undefined, metadata: undefined, trashed: false,
  }
}

export function unixNow(): number {
  return Math.floor(Date.now() / 1000)
}

function stemOf(path: string): string {
  const name = path.split(/[\\/]/).at(-1) ?? path
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(0, dot) : name
}
