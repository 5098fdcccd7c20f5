import type { Patch } from '../../shared/plugin-api/index.js'
import type { SceneMetadata } from '../../shared/domain/index.js'
import { kindOf } from './check-candidates.js'
import { didYouMean } from './suggestion.js'

type Check = (value: unknown, at: string) => unknown

const longestText = 20_000
const longestList = 1000

const fields = {
  title: filled, titleSort: text, originalTitle: text, tagline: text, summary: text, studio: text, contentRating: text,
  date, year: number(1, 9999), duration: number(0, Number.MAX_SAFE_INTEGER), isAdult: truth,
  genres: list(text), collections: list(text), countries: list(text), externalIds: list(text), ratings: list(rating),
  cast: list(person), directors: list(person), writers: list(person), producers: list(person),
  poster: image, background: image, logo: image, otherPosters: list(image), otherBackgrounds: list(image),
} as const satisfies Record<keyof SceneMetadata, Check>

const fieldNames = Object.keys(fields)
const neverRemoved = new Set(['title', 'isAdult'])
const lists = new Set(['genres', 'collections', 'countries', 'externalIds', 'ratings', 'cast', 'directors', 'writers', 'producers', 'otherPosters', 'otherBackgrounds'])

/**
 * A plain copy of an enricher's patch with known fields of the right types. `null` for a list becomes the empty list.
 * Throws when the patch does not fit.
 */
export function checkPatch(output: unknown): Patch {
  const patch = record(output, 'the patch')
  const checked = Object.keys(patch)
    .map((name) => [name, patch[name]] as const)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, checkField(name, value)] as const)
  return Object.fromEntries(checked)
}

function checkField(name: string, value: unknown): unknown {
  if (!isField(name)) throw new TypeError(`metadata has no field "${name.slice(0, 50)}"${didYouMean(name, fieldNames)}`)
  if (value !== null) return fields[name](value, name)
  if (neverRemoved.has(name)) throw new TypeError(`${name} cannot be removed`)
  return lists.has(name) ? [] : null
}

function isField(name: string): name is keyof typeof fields {
  return Object.hasOwn(fields, name)
}

function wrong(at: string, value: unknown, wanted: string): TypeError {
  return new TypeError(`${at} is ${kindOf(value)}, wanted ${wanted}`)
}

function record(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(at, value, 'an object')
  return value as Readonly<Record<string, unknown>>
}

function text(value: unknown, at: string): string {
  if (typeof value !== 'string' || value.length > longestText) throw wrong(at, value, `a text of at most ${longestText} characters`)
  return value
}

function filled(value: unknown, at: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw wrong(at, value, 'a text that is not empty')
  return text(value, at)
}

function date(value: unknown, at: string): string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) throw wrong(at, value, 'a date YYYY-MM-DD')
  return value
}

function number(least: number, most: number): (value: unknown, at: string) => number {
  return (value, at) => {
    if (typeof value !== 'number' || !(value >= least && value <= most)) throw wrong(at, value, `a number from ${least} to ${most}`)
    return value
  }
}

function truth(value: unknown, at: string): boolean {
  if (typeof value !== 'boolean') throw wrong(at, value, 'true or false')
  return value
}

function list(check: Check): (value: unknown, at: string) => readonly unknown[] {
  return (value, at) => {
    if (!Array.isArray(value) || value.length > longestList) throw wrong(at, value, `a list of at most ${longestList}`)
    const items = value as readonly unknown[]
    return Array.from({ length: items.length }, (_, index) => check(items[index], `${at}[${index}]`))
  }
}

function oneOf(words: readonly string[]): (value: unknown, at: string) => string {
  return (value, at) => {
    if (typeof value !== 'string' || !words.includes(value)) throw wrong(at, value, `one of ${words.join(', ')}`)
    return value
  }
}

const badge = oneOf(['imdb', 'themoviedb', 'rottentomatoes-critic', 'rottentomatoes-audience'])
const imageKind = oneOf(['scene', 'performer', 'studio', 'tag', 'group', 'image'])

function rating(value: unknown, at: string): unknown {
  const { value: points, badge: shown } = record(value, at)
  return { value: number(0, 10)(points, `${at}.value`), badge: badge(shown, `${at}.badge`) }
}

function person(value: unknown, at: string): unknown {
  const { name, role, photo } = record(value, at)
  return {
    name: filled(name, `${at}.name`),
    ...(role === undefined ? {} : { role: text(role, `${at}.role`) }),
    ...(photo === undefined ? {} : { photo: image(photo, `${at}.photo`) }),
  }
}

function image(value: unknown, at: string): unknown {
  const { kind, id, version } = record(value, at)
  return { kind: imageKind(kind, `${at}.kind`), id: digits(id, `${at}.id`), version: text(version, `${at}.version`) }
}

function digits(value: unknown, at: string): string {
  if (typeof value !== 'string' || !/^\d{1,18}$/.test(value)) throw wrong(at, value, 'digits')
  return value
}
