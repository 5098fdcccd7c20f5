import { setImmediate as nextTurn } from 'node:timers/promises'
import { inTime } from '../../shared/deadline.js'
import { fault } from '../errors.js'
import type { PlexClient } from '../plex-server/plex-client.js'
import type { PlexItem } from '../plex-server/plex-item.js'
import { numericKey, type FileStore } from './file-store.js'
import { writeInSlices } from './write-in-slices.js'

export interface ListingOptions {
  readonly client: Pick<PlexClient, 'page'>
  readonly files: FileStore
  readonly sectionId: string
  readonly signal: AbortSignal
  /** Items a page. */
  readonly pageSize?: number
}

/** Read on another thread; handed over and written, larger pages would hold the event loop for longer than a millisecond or two. */
const FULL_PAGE = 200
const CATCH_UP_PAGE = 50
const DELETE_AT_ONCE = 200
/** As often as items may leave while the section is listed. A proxy that drops the paging would keep us going for ever. */
const MOST_RETURNS = 100
/** Milliseconds. Whoever asked for a catch-up waits no longer, and one that hangs must not keep the next from its turn. */
const CATCH_UP_LIMIT = 3000

/** Reads the whole section and forgets the files that it no longer has. Rejects as the client does; nothing is forgotten then. */
export async function listSection(options: ListingOptions): Promise<void> {
  const { files, sectionId, signal } = options
  const round = files.beginRound(sectionId)
  let highest = 0
  for await (const items of ascendingPages(options)) {
    await writeItems(options, items, round)
    highest = items.reduce((most, { ratingKey }) => Math.max(most, numericKey(ratingKey) ?? 0), highest)
  }
  while (files.deleteUnseen(sectionId, round, DELETE_AT_ONCE)) {
    signal.throwIfAborted()
    await nextTurn()
  }
  files.endRound(sectionId, Math.floor(Date.now() / 1000), highest)
}

/**
 * Pages by growing rating key, so that items that arrive meanwhile come last. Items that leave meanwhile move all later
 * ones forward: each page therefore begins with the last item of the one before, and if that is not there we go back.
 */
async function * ascendingPages({ client, sectionId, signal, pageSize = FULL_PAGE }: ListingOptions): AsyncGenerator<readonly PlexItem[]> {
  let [start, returns] = [0, 0]
  let last: string | undefined
  for (;;) {
    const page = await client.page(sectionId, { start, size: pageSize, sort: 'id:asc' }, signal)
    if (last !== undefined && page.items[0]?.ratingKey !== last) {
      if (++returns > MOST_RETURNS) throw brokenListing(sectionId)
      start = Math.max(0, start - pageSize)
      last = undefined
      continue
    }
    yield page.items
    const end = start + page.count
    if (page.count === 0 || end >= page.totalSize) return
    last = page.count > 1 ? page.items.at(-1)?.ratingKey : undefined
    start = last === undefined ? end : end - 1
  }
}

/**
 * Reads what is newer than the newest item that was read before. Does nothing for a section that was never listed
 * completely. The newest known item moves on only when no item was left out.
 */
export async function catchUpSection(options: ListingOptions): Promise<void> {
  const { client, files, sectionId, signal, pageSize = CATCH_UP_PAGE } = options
  const { listedAt, highest } = files.listing(sectionId)
  if (listedAt === undefined) return
  let newest = highest
  let lowest = Number.POSITIVE_INFINITY
  let start = 0
  for (;;) {
    const from = start
    const page = await inTime({ ms: CATCH_UP_LIMIT, signals: [signal] }, (limited) => client.page(sectionId, { start: from, size: pageSize, sort: 'id:desc' }, limited))
    const fresh = page.items.filter(({ ratingKey }) => (numericKey(ratingKey) ?? 0) > highest)
    if (fresh.length > 0) await writeItems(options, fresh, files.listing(sectionId).round)
    const keys = page.items.map(({ ratingKey }) => numericKey(ratingKey) ?? 0)
    const least = keys.reduce((few, key) => Math.min(few, key), lowest)
    if (page.count > 0 && least === lowest) throw brokenListing(sectionId)
    lowest = least
    newest = keys.reduce((most, key) => Math.max(most, key), newest)
    start += page.count
    if (page.count === 0 || start >= page.totalSize || keys.some((key) => key <= highest)) break
  }
  // A full disk must not hide that nothing is new.
  if (newest > highest) files.raiseHighest(sectionId, newest)
}

function brokenListing(sectionId: string): Error {
  return fault('S2P_LISTING_BROKEN', { library: `Plex's section ${sectionId}`, why: 'its pages do not follow one another' })
}

async function writeItems({ files, sectionId }: ListingOptions, items: readonly PlexItem[], round: number): Promise<void> {
  await writeInSlices(items, (work) => files.inTransaction(work), (item) => files.write(sectionId, item, round))
}
