import type { MatchHints } from '../../shared/plugin-api/matcher.js'
import { fault } from '../errors.js'
import { hintFilename } from './hint-filename.js'
import { hasControl, looseFlag, looseInteger, looseText } from './loose-values.js'
import { parseGuid } from './rating-key.js'

const LONGEST_TITLE = 500
const LONGEST_GUID = 1024
const FIRST_YEAR = 1850
const LAST_YEAR = 2200
const MOVIE = 1

/** A match request, read. */
export interface ParsedMatch {
  readonly hints: Omit<MatchHints, 'places'>
  /** False only when Plex said that it wants something else. */
  readonly isMovie: boolean
  /** The file's whole path, when the name began like one; for {@link placesOf}. */
  readonly absolutePath: string | undefined
  /** What was there but could not be used, and why. */
  readonly dropped: readonly string[]
}

/**
 * Reads the body of a match request as leniently as can be, since nobody has published what Plex sends: unknown keys are
 * passed over, flags and numbers may be texts, and what makes no sense counts as absent.
 *
 * @param query The URL's query, for what the body does not have.
 * @throws CodedError `S2P_BAD_REQUEST` when the body is not an object
 */
export function parseMatchBody(body: unknown, query: unknown = {}): ParsedMatch {
  if (!isObject(body)) throw fault('S2P_BAD_REQUEST', { why: 'the body must be a JSON object' })
  const field = (name: string): unknown => own(body, name) ?? own(query, name)
  const file = hintFilename(field('filename'))
  const guid = hintGuid(field('guid'))
  const ownGuid = guid.guid === undefined ? undefined : parseGuid(guid.guid)
  const hints: Writable<ParsedMatch['hints']> = { manual: looseFlag(field('manual')) ?? false }
  putIfThere(hints, 'title', hintTitle(field('title')))
  putIfThere(hints, 'year', hintYear(field('year')))
  putIfThere(hints, 'filename', file.filename)
  putIfThere(hints, 'guid', guid.guid)
  putIfThere(hints, 'ownGuid', ownGuid)
  putIfThere(hints, 'includeAdult', looseFlag(field('includeAdult')))
  return {
    hints,
    isMovie: isMovie(field('type')),
    absolutePath: file.absolutePath,
    dropped: [file.dropped, guid.dropped].filter((reason) => reason !== undefined),
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object's own value, the first one where a query repeats a name; null counts as absent. */
function own(source: unknown, name: string): unknown {
  if (!isObject(source) || !Object.hasOwn(source, name)) return undefined
  const value = (source as Record<string, unknown>)[name]
  return (Array.isArray(value) ? value[0] as unknown : value) ?? undefined
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

function putIfThere<T extends object, Key extends keyof T>(target: T, key: Key, value: T[Key] | undefined): void {
  if (value !== undefined) target[key] = value
}

function isMovie(value: unknown): boolean {
  const word = looseText(value)?.trim().toLowerCase()
  return word === undefined || word === '' || word === 'movie' || looseInteger(word) === MOVIE
}

function hintTitle(value: unknown): string | undefined {
  // eslint-disable-next-line no-control-regex
  const title = looseText(value)?.replaceAll(/[\u0000-\u001F\u007F]+/gu, ' ').trim()
  if (title === undefined || title === '') return undefined
  if (title.length <= LONGEST_TITLE) return title
  return Array.from(title.slice(0, 2 * LONGEST_TITLE)).slice(0, LONGEST_TITLE).join('').trim()
}

function hintYear(value: unknown): number | undefined {
  const year = looseInteger(value)
  return year !== undefined && year >= FIRST_YEAR && year <= LAST_YEAR ? year : undefined
}

function hintGuid(value: unknown): { readonly guid?: string, readonly dropped?: string } {
  const guid = typeof value === 'string' ? value.trim() : ''
  if (guid === '') return {}
  if (guid.length > LONGEST_GUID) return { dropped: `guid: it is longer than ${LONGEST_GUID} characters` }
  return hasControl(guid) ? { dropped: 'guid: it contains control characters' } : { guid }
}
