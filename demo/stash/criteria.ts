import { goRegex, includedWords, like } from './compare.js'

export interface Criterion<T> { readonly value: T, readonly value2?: T | null, readonly modifier: string }

/** Tells whether a column's value fits; a missing value fits nothing but IS_NULL, as in SQL. */
export type Fits<T> = (value: T | null | undefined) => boolean

function never(modifier: string): never {
  throw new Error(`invalid modifier ${modifier}`)
}

function present<T>(test: (value: T) => boolean): Fits<T> {
  return (value) => value !== null && value !== undefined && test(value)
}

function anyOf(tests: readonly ((text: string) => boolean)[]): (text: string) => boolean {
  return (text) => tests.some((test) => test(text))
}

function containing(value: string): (text: string) => boolean {
  return anyOf(includedWords(value).map((word) => like(`%${word}%`)))
}

export function textFits({ value, modifier }: Criterion<string>): Fits<string> {
  if (modifier === 'IS_NULL') return (text) => (text ?? '').trim() === ''
  if (modifier === 'NOT_NULL') return (text) => (text ?? '').trim() !== ''
  if (modifier === 'EQUALS') return present(like(value))
  if (modifier === 'INCLUDES') return present(containing(value))
  if (modifier === 'MATCHES_REGEX' || modifier === 'NOT_MATCHES_REGEX') {
    const regex = goRegex(value)
    return present((text) => regex.test(text) === (modifier === 'MATCHES_REGEX'))
  }
  const test = modifier === 'NOT_EQUALS' ? like(value) : containing(value)
  return modifier === 'NOT_EQUALS' || modifier === 'EXCLUDES' ? present((text) => !test(text)) : never(modifier)
}

/** Numbers, and texts compared letter by letter: Stash keeps times as text and never parses what it compares them with. */
export function orderFits<T extends number | string>({ value, value2, modifier }: Criterion<T>): Fits<T> {
  const other = value2 ?? value
  switch (modifier) {
    case 'EQUALS': return (held) => held === value
    case 'NOT_EQUALS': return present((held) => held !== value)
    case 'GREATER_THAN': return present((held) => held > value)
    case 'LESS_THAN': return present((held) => held < value)
    case 'BETWEEN': return present((held) => held >= value && held <= other)
    case 'NOT_BETWEEN': return present((held) => held < value || held > other)
    case 'IS_NULL': return (held) => held === null || held === undefined
    case 'NOT_NULL': return (held) => held !== null && held !== undefined
    default: return never(modifier)
  }
}
