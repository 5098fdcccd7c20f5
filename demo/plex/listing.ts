import { httpFault } from './http-fault.js'
import { isUnmatched } from './plex-item.js'
import type { JsonObject, PlexItem } from './plex-item.js'

export type Query = Readonly<Record<string, string | undefined>>

type Order = (a: PlexItem, b: PlexItem) => number
const byId: Order = (a, b) => a.sample.ratingKey - b.sample.ratingKey
const byAdded: Order = (a, b) => a.addedAt - b.addedAt || byId(a, b)
const byTitle: Order = (a, b) => a.title.localeCompare(b.title, 'en') || byId(a, b)
const SORTS: Readonly<Record<string, Order>> = { id: byId, addedAt: byAdded, updatedAt: (a, b) => a.updatedAt - b.updatedAt || byId(a, b), titleSort: byTitle }

type Filter = (item: PlexItem, value: string) => boolean
const FILTERS: Readonly<Record<string, Filter>> = {
  type: (_, value) => value === '1',
  unmatched: (item, value) => isUnmatched(item) === (value === '1'),
  guid: (item, value) => item.guid === value,
  title: (item, value) => item.title.toLowerCase().includes(value.toLowerCase()),
  trash: (item, value) => item.trashed === (value === '1'),
  'addedAt>>': (item, value) => item.addedAt > Number(value),
  'updatedAt>>': (item, value) => item.updatedAt > Number(value),
}
const IGNORED = /^(?:X-Plex-|include|exclude|checkFiles$|sort$)/

/** The items that a query selects, in its order; by title unless told, and never by id on its own. `items` grow by id. */
export function selectItems(items: readonly PlexItem[], query: Query): readonly PlexItem[] {
  let selected = items
  for (const [name, value = ''] of Object.entries(query)) {
    if (IGNORED.test(name)) continue
    const filter = FILTERS[name]
    if (filter === undefined) throw httpFault(400, `unknown filter ${name}`)
    selected = selected.filter((item) => filter(item, value))
  }
  const [field = '', direction] = (query['sort'] ?? 'titleSort').split(':')
  const order = SORTS[field]
  if (order === undefined) throw httpFault(400, `unknown sort ${field}`)
  if (order === byId) return direction === 'desc' ? selected.toReversed() : selected
  return selected.toSorted(direction === 'desc' ? (a, b) => order(b, a) : order)
}

/** The page of a list that `X-Plex-Container-Start` and `-Size` ask for, as headers or in the query; never longer than `limit`. */
export function pageOf<T>(list: readonly T[], asked: { query: Query; headers: JsonObject; limit: number }): { offset: number; page: readonly T[] } {
  const offset = asNumber(asked, 'X-Plex-Container-Start') ?? 0
  const size = Math.min(asNumber(asked, 'X-Plex-Container-Size') ?? asked.limit, asked.limit)
  return { offset, page: list.slice(offset, offset + size) }
}

function asNumber({ query, headers }: { query: Query; headers: JsonObject }, name: string): number | undefined {
  const value = query[name] ?? headers[name.toLowerCase()]
  if (value === undefined) return undefined
  if (typeof value !== 'string' || !/^\d+$/.test(value)) throw httpFault(400, `${name} is not a number`)
  return Number(value)
}
