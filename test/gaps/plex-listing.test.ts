import t from 'tap'
import type { PlexFile, PlexSection } from '../../shared/plugin-api/index.js'
import { SectionListing } from '../../core/gaps/plex-listing.js'
import type { PageOptions } from '../../core/plex-server/plex-client.js'
import type { PlexItem } from '../../core/plex-server/plex-item.js'

const section = (id: string, title: string, type = 'movie'): PlexSection => ({ id, title, type, agent: 'x', locations: [`/plex/${id}`] })

function item(key: number): PlexItem {
  return { ratingKey: String(key), guid: '', title: '', updatedAt: key, files: [{ ratingKey: String(key), path: `/plex/${key}.mp4`, size: key, duration: 1 }] }
}

/** Ten items in pages of three; `onPage` may change them before a page is answered. */
function listingOf(onPage: (nth: number, items: PlexItem[]) => number | void = () => undefined, trashed: readonly number[] = []) {
  const items = Array.from({ length: 10 }, (_, nth) => item(nth + 1))
  let pages = 0
  const client = {
    sections: async () => [section('1', 'Films'), section('2', 'Clips'), section('3', 'Films on TV', 'show')],
    items: async (keys: readonly string[]) => items.filter(({ ratingKey }) => keys.includes(ratingKey)),
    page: async (_: string, { start, size, sort, trashed: onlyTrash }: PageOptions) => {
      const announced = onlyTrash === true ? undefined : onPage(++pages, items)
      const all = onlyTrash === true ? items.filter(({ ratingKey }) => trashed.includes(Number(ratingKey))) : items
      const sorted = sort === 'id:asc' ? all : all.toSorted((a, b) => b.updatedAt - a.updatedAt)
      const page = sorted.slice(start, start + size)
      return { items: page, count: page.length, totalSize: announced ?? all.length }
    },
  }
  return { items, listing: new SectionListing({ client, wanted: [], served: (all) => all.slice(0, 1), pageSize: 3 }), client }
}

async function keys(pages: AsyncIterable<readonly PlexFile[]>): Promise<number[]> {
  const found: number[] = []
  for await (const page of pages) found.push(...page.map(({ ratingKey }) => Number(ratingKey)))
  return found
}

const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

t.test('lists every item once, without the trash', async (t) => {
  t.strictSame(await keys(listingOf().listing.files('1')), ten)
  t.strictSame(await keys(listingOf(undefined, [2, 9]).listing.files('1')), ten.filter((key) => key !== 2 && key !== 9))
})

t.test('takes in items that arrive meanwhile', async (t) => {
  const { listing } = listingOf((nth, items) => { if (nth === 2) items.push(item(11)) })
  t.strictSame(await keys(listing.files('1')), [...ten, 11])
})

t.test('fails when the listing is not whole', async (t) => {
  const broken = { code: 'S2P_LISTING_BROKEN' }
  await t.rejects(keys(listingOf(() => 12).listing.files('1')), broken, 'fewer than announced')
  await t.rejects(keys(listingOf((nth, items) => { if (nth === 3) items.splice(0, 2) }).listing.files('1')), broken, 'items left')
  await t.rejects(keys(listingOf((_, items) => { items.reverse() }).listing.files('1')), broken, 'never the same order')
})

t.test('compares the sections that are wanted', async (t) => {
  const { client, listing } = listingOf()
  t.match(await listing.sections(), [{ id: '1' }])
  const wanting = (...wanted: string[]) => new SectionListing({ client, wanted, served: () => [] }).sections()
  t.match(await wanting('Clips', '1'), [{ id: '2' }, { id: '1' }])
  await t.rejects(wanting('Films on TV'), { code: 'S2P_LISTING_BROKEN', message: /no film section "Films on TV"/ })
})

t.test('tells newcomers since the listing', async (t) => {
  const { items, listing } = listingOf()
  await keys(listing.files('1'))
  items.push(item(11))
  t.strictSame((await listing.newcomers('1')).map(({ path }) => path), ['/plex/11.mp4', '/plex/10.mp4'])
  t.strictSame((await listing.filesOf(['3', '99'])).map(({ path }) => path), ['/plex/3.mp4'])
})
