import type { JsonObject, PlexItem } from './plex-item.js'

/** Either what was read, or why the server refuses it. */
export type Read<T> = { readonly value: T } | { readonly refused: string }

export interface MatchResult {
  readonly guid: string
  readonly title: string
  readonly year: number | undefined
  readonly thumb: string | undefined
  readonly score: number | undefined
}

/** The results of a match answer, best first; an absent `Metadata` in a container of size 0 is a plain "no match". */
export function readMatches(container: JsonObject, identifier: string): Read<MatchResult[]> {
  if (container['SearchResult'] !== undefined) return { refused: 'the match answer has SearchResult, not Metadata' }
  const { Metadata: list = container['size'] === 0 ? [] : undefined, size } = container
  if (!Array.isArray(list)) return { refused: 'the match answer has no Metadata list' }
  if (size !== list.length) return { refused: `the match answer says size ${String(size)} and holds ${list.length}` }
  if (container['identifier'] !== identifier) return { refused: 'the match answer carries another identifier' }
  for (const result of list as JsonObject[]) {
    if (!isText(result['guid'])) return { refused: 'a match result has no guid' }
    if (!isText(result['title'])) return { refused: 'a match result has no title' }
  }
  return { value: list as MatchResult[] }
}

/** The rating key in a guid. Without the `movie` segment the server gives up before it asks anyone. */
export function ratingKeyIn(guid: string, identifier: string, item: PlexItem): Read<string> {
  const [scheme, rest] = guid.split('://')
  if (scheme !== identifier) return { refused: `the guid's scheme ${String(scheme)} is not the identifier` }
  const [type, key, ...more] = (rest ?? '').split('/')
  if (type !== 'movie' || key === undefined) {
    return { refused: `primary provider ${identifier} failed to return a result for item ID ${item.sample.ratingKey}` }
  }
  if (more.length > 0 || !/^[a-zA-Z0-9_-]+$/.test(key)) return { refused: 'the rating key has characters other than letters, digits, _ and -' }
  return { value: key }
}

const REQUIRED = ['ratingKey', 'key', 'guid', 'type', 'title'] as const

/** The one item of a metadata answer, which must be the item that was matched. */
export function readMetadata(container: JsonObject, wanted: { guid: string; ratingKey: string }): Read<JsonObject> {
  const list = container['Metadata']
  if (!Array.isArray(list) || list.length !== 1) return { refused: 'the metadata answer does not hold exactly one item' }
  const metadata = list[0] as JsonObject
  const missing = REQUIRED.find((field) => !isText(metadata[field]))
  if (missing !== undefined) return { refused: `the metadata has no ${missing}` }
  if (metadata['guid'] !== wanted.guid) return { refused: 'the guid in the metadata is not the one that was matched' }
  if (metadata['ratingKey'] !== wanted.ratingKey) return { refused: 'the rating key in the metadata is not the one in the guid' }
  if (metadata['type'] !== 'movie') return { refused: `the metadata's type is ${String(metadata['type'])}, not movie` }
  const date = metadata['originallyAvailableAt']
  if (date !== undefined && !isDate(date)) return { refused: 'originallyAvailableAt is not YYYY-MM-DD' }
  return { value: metadata }
}

/** The candidates for the artwork picker, which sit directly in the container. */
export function readImages(container: JsonObject): Read<JsonObject[]> {
  const images = container['Image'] ?? []
  if (!Array.isArray(images)) return { refused: 'Image is not a list' }
  if (container['Metadata'] !== undefined) return { refused: 'the images sit under Metadata, not in the container' }
  if ((images as JsonObject[]).some((image) => !isText(image['type']) || !isAbsolute(image['url']))) {
    return { refused: 'an image has no type or no absolute URL' }
  }
  return { value: images as JsonObject[] }
}

export function isAbsolute(url: unknown): url is string {
  return typeof url === 'string' && /^https?:\/\//.test(url) && URL.canParse(url)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isDate(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value)
}
