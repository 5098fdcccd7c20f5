import type { PlexFile, PlexListing, PlexSection } from '../../shared/plugin-api/index.js'
import { fault } from '../errors.js'
import type { PageOptions, PlexClient, PlexPage } from '../plex-server/plex-client.js'
import { OwnerSet } from './owner-set.js'

export interface PlexListingOptions {
  readonly client: Pick<PlexClient, 'sections' | 'page' | 'items'>
  /** Titles or ids of the sections to compare; none for those that we serve. */
  readonly wanted: readonly string[]
  readonly served: (all: readonly PlexSection[]) => readonly PlexSection[]
  /** Items a page. */
  readonly pageSize?: number
}

const FULL_PAGE = 500
const SHORT_PAGE = 100
const MOST_NEWCOMERS = 1000
/** Going back this often in one section means that it changes faster than it can be read. */
const MOST_RETURNS = 20

/** Reads sections of Plex from end to end, and knows whether it got all of them. */
export class SectionListing implements PlexListing {
  readonly #o: PlexListingOptions
  /** When the newest item of a section changed, by Plex's own clock. */
  readonly #newest = new Map<string, number>()

  constructor(options: PlexListingOptions) {
    this.#o = options
  }

  async sections(signal?: AbortSignal): Promise<readonly PlexSection[]> {
    const all = await this.#o.client.sections(signal)
    if (this.#o.wanted.length === 0) return this.#o.served(all)
    return this.#o.wanted.map((name) => {
      const section = all.find(({ id, title, type }) => type === 'movie' && (id === name || title === name))
      if (section === undefined) throw broken(`it has no film section "${name}"; mend gaps.sections`)
      return section
    })
  }

  async * files(sectionId: string, signal?: AbortSignal): AsyncGenerator<readonly PlexFile[]> {
    const trashed = new OwnerSet()
    for await (const { items } of this.#pages(sectionId, { sort: 'id:asc', trashed: true }, signal)) for (const item of items) trashed.add(item.ratingKey)
    const seen = new OwnerSet()
    let announced: number | undefined
    for await (const { items, totalSize } of this.#pages(sectionId, { sort: 'id:asc' }, signal)) {
      if (announced !== undefined && totalSize < announced) throw broken(`section ${sectionId} lost items while it was listed`)
      announced = totalSize
      const fresh = items.filter(({ ratingKey }) => !seen.has(ratingKey))
      for (const { ratingKey, updatedAt } of fresh) {
        seen.add(ratingKey)
        this.#newest.set(sectionId, Math.max(this.#newest.get(sectionId) ?? 0, updatedAt))
      }
      yield fresh.filter(({ ratingKey }) => !trashed.has(ratingKey)).flatMap(({ files }) => files)
    }
    if (seen.size !== (announced ?? 0)) throw broken(`section ${sectionId} gave ${seen.size} of ${announced} items`)
  }

  async filesOf(ratingKeys: readonly string[], signal?: AbortSignal): Promise<readonly PlexFile[]> {
    return (await this.#o.client.items(ratingKeys, signal)).flatMap(({ files }) => files)
  }

  async newcomers(sectionId: string, signal?: AbortSignal): Promise<readonly PlexFile[]> {
    const since = this.#newest.get(sectionId) ?? 0
    const files: PlexFile[] = []
    for (let start = 0; start < MOST_NEWCOMERS;) {
      const page = await this.#o.client.page(sectionId, { start, size: SHORT_PAGE, sort: 'updatedAt:desc' }, signal)
      const changed = page.items.filter(({ updatedAt }) => updatedAt >= since)
      files.push(...changed.flatMap((item) => item.files))
      start += page.count
      if (page.count === 0 || start >= page.totalSize || changed.length < page.items.length) break
    }
    return files
  }

  /**
   * Pages by growing key, each beginning with the last item of the one before: when that is not there, items have left
   * and all later ones have moved forward, so we go back.
   */
  async * #pages(sectionId: string, query: Pick<PageOptions, 'sort' | 'trashed'>, signal: AbortSignal | undefined): AsyncGenerator<PlexPage> {
    const size = this.#o.pageSize ?? FULL_PAGE
    let [start, returns] = [0, 0]
    let last: string | undefined
    for (;;) {
      const page = await this.#o.client.page(sectionId, { ...query, start, size }, signal)
      if (last !== undefined && page.items[0]?.ratingKey !== last) {
        if (++returns > MOST_RETURNS) throw broken(`section ${sectionId} changes faster than it can be listed`)
        start = Math.max(0, start - size)
        last = undefined
        continue
      }
      yield page
      const end = start + page.count
      if (page.count === 0 || end >= page.totalSize) return
      last = page.count > 1 ? page.items.at(-1)?.ratingKey : undefined
      start = last === undefined ? end : end - 1
    }
  }
}

function broken(why: string): Error {
  return fault('S2P_LISTING_BROKEN', { library: 'Plex', why })
}
