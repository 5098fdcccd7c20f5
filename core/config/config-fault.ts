import type { ErrorObject } from 'ajv'
import { distance } from 'fastest-levenshtein'

/** Where a value came from, as an admin would look for it: an environment variable or a key of the file. */
export type NameOf = (pointer: string) => string

interface Annotated {
  readonly wants?: string
  readonly examples?: readonly unknown[]
  readonly secret?: boolean
}

/** The one of `known` that was probably meant, when it is close enough. */
export function closest(word: string, known: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(word.length / 3))
  const ranked = known.map((name) => ({ name, away: distance(word.toLowerCase(), name.toLowerCase()) })).sort((a, b) => a.away - b.away)
  const best = ranked[0]
  return best !== undefined && best.away <= limit ? best.name : undefined
}

/** Turns one of Ajv's errors into a line that names the key, what it got, what it wants, and an example. */
export function faultLine(error: ErrorObject, nameOf: NameOf): string {
  if (error.keyword === 'additionalProperties') return unknownKey(error, nameOf)
  if (error.keyword === 'required') return missingKey(error, nameOf)
  const schema = (error.parentSchema ?? {}) as Annotated
  return `${nameOf(error.instancePath)}: got ${shown(error.data, schema.secret === true)}, ${wish(schema, error.message ?? 'something else')}`
}

/** Ajv reports each branch of a union too; the line about the union as a whole says it all. */
export function worthSaying(error: ErrorObject, all: readonly ErrorObject[]): boolean {
  if (error.keyword === 'anyOf') return !all.some((other) => other.keyword === 'anyOf' && other !== error && error.instancePath.startsWith(`${other.instancePath}/`))
  return !all.some((other) => other.keyword === 'anyOf' && (error.instancePath === other.instancePath || error.instancePath.startsWith(`${other.instancePath}/`)))
}

function unknownKey(error: ErrorObject, nameOf: NameOf): string {
  const key = (error.params as { additionalProperty: string }).additionalProperty
  const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {})
  const meant = closest(key, known)
  const advice = meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`
  return `${nameOf(`${error.instancePath}/${key}`)}: is not a known key; ${advice}`
}

function missingKey(error: ErrorObject, nameOf: NameOf): string {
  const key = (error.params as { missingProperty: string }).missingProperty
  const schema = ((error.parentSchema as { properties?: Record<string, Annotated> }).properties ?? {})[key] ?? {}
  return `${nameOf(`${error.instancePath}/${key}`)}: is missing, ${wish(schema, 'a value')}`
}

function wish(schema: Annotated, fallback: string): string {
  const example = schema.examples?.[0]
  return `wants ${schema.wants ?? fallback}${example === undefined ? '' : `, for example ${asText(example)}`}`
}

function shown(value: unknown, isSecret: boolean): string {
  if (isSecret) return 'a value (not shown, it is secret)'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

function asText(example: unknown): string {
  return typeof example === 'string' ? example : JSON.stringify(example)
}
