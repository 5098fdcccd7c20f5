import type { JsonObject, PlexItem, PlexSection } from './plex-item.js'
import { isUnmatched } from './plex-item.js'
import { isWithin } from './holding.js'

/** How a file's path is written in a match; no source settles which of them the real server uses. */
export type FilenameForm = 'relative' | 'leading-slash' | 'with-folder' | 'backslash'

export const FILENAME_FORMS: readonly FilenameForm[] = ['relative', 'leading-slash', 'with-folder', 'backslash']

/** The path of a file, relative to the library folder that holds it. */
export function filenameHint(path: string, locations: readonly string[], form: FilenameForm): string {
  const root = locations.filter((location) => isWithin(path, location)).sort((a, b) => b.length - a.length)[0] ?? ''
  const relative = path.slice(root.length).replace(/^[\\/]+/, '')
  if (form === 'leading-slash') return `/${relative}`
  if (form === 'backslash') return relative.replaceAll('/', '\\')
  if (form === 'with-folder') return [root.split(/[\\/]/).findLast((part) => part !== ''), relative].filter(Boolean).join('/')
  return relative
}

/** The body of an automatic match, with the oddities that real servers and clients were seen to send. */
export function automaticMatch(item: PlexItem, section: PlexSection, form: FilenameForm): JsonObject {
  return {
    type: 1,
    title: item.stem,
    filename: filenameHint(item.sample.path, section.locations, form),
    manual: 0,
    includeAdult: section.allowAdult ? 1 : 0,
    ...yearHint(item),
    ...(isUnmatched(item) ? {} : { guid: item.guid }),
    ...ODDITIES[item.sample.ratingKey % ODDITIES.length],
  }
}

/** The body behind Fix Match; a title that was typed goes without the file's name. */
export function manualMatch(item: PlexItem, section: PlexSection, typed: { title?: string; year?: string; form: FilenameForm }): JsonObject {
  const { filename, ...body } = automaticMatch(item, section, typed.form)
  const search = typed.title === undefined ? { filename } : { title: typed.title }
  return { ...body, ...search, manual: 1, ...(typed.year === undefined ? {} : { year: Number(typed.year) }) }
}

const ODDITIES: readonly JsonObject[] = [
  {}, {}, {},
  { includeElements: 'Metadata', includeFields: 'guid,title,thumb,originallyAvailableAt,year,type' },
  { manual: false },
  { somethingNew: { nested: [1, null, 'x'] }, episodeOrder: null },
  { excludeElements: 'Image' },
]

/** Mostly no year; now and then -1 or 0 for unknown, or a number that stands in the name and may be no year at all. */
function yearHint(item: PlexItem): JsonObject {
  const turn = item.sample.ratingKey % 10
  if (turn === 1) return { year: -1 }
  if (turn === 2) return { year: 0 }
  const written = turn > 6 ? /(?:19|20)\d\d/.exec(item.stem)?.[0] : undefined
  return written === undefined ? {} : { year: Number(written) }
}
