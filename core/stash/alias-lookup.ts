import type { StashClient } from './client.js'
import type { DocumentFamily } from './documents.js'
import { type Json, object } from './json.js'

export interface Lookup {
  readonly family: DocumentFamily
  readonly keys: readonly string[]
  readonly signal: AbortSignal | undefined
}

/** What Stash answered by key; keys for which it has nothing are absent. */
export type LookupAnswer = ReadonlyMap<string, Json>

/** Looks many keys up in one request, or in as many as the family's limit makes of them. */
export async function lookUp(client: StashClient, { family, keys, signal }: Lookup): Promise<LookupAnswer> {
  const found = new Map<string, Json>()
  for (const part of parts(keys, family.most)) {
    const { document, variables } = questionOf(family, part)
    const data = await client.request<Json>(document, variables, { signal })
    collect(data, part, found)
  }
  return found
}

/**
 * The same for a look-up that refuses the whole answer when a single key is unknown: the unknown ones are named by the
 * errors, so the question is put once more without them.
 */
export async function lookUpStrict(client: StashClient, lookup: Lookup, unknown: RegExp): Promise<LookupAnswer> {
  const found = new Map<string, Json>()
  for (const part of parts(lookup.keys, lookup.family.most)) {
    const ask = { ...lookup, keys: part }
    const failed = await askTolerant(client, ask, { unknown, found })
    const rest = part.filter((_, index) => !failed.has(`a${index}`))
    if (failed.size > 0 && rest.length > 0) {
      const again = await lookUp(client, { ...ask, keys: rest })
      for (const [key, json] of again) found.set(key, json)
    }
  }
  return found
}

async function askTolerant(
  client: StashClient, { family, keys, signal }: Lookup, { unknown, found }: { unknown: RegExp, found: Map<string, Json> },
): Promise<ReadonlySet<string>> {
  const { document, variables } = questionOf(family, keys)
  const { data, failed } = await client.requestPart<Json>(document, variables, { signal, tolerate: unknown })
  collect(data, keys, found)
  return new Set(failed)
}

function questionOf(family: DocumentFamily, keys: readonly string[]): {
  document: DocumentFamily['byCount'][number], variables: Record<string, string | number>
} {
  const document = family.byCount[keys.length - 1]
  if (!document) throw new RangeError(`no query for ${keys.length} keys`)
  const numbers = family.countsCoverless ? keys.map((key, index) => [`n${index}`, Number(key)]) : []
  return { document, variables: Object.fromEntries([...keys.map((key, index) => [`a${index}`, key]), ...numbers]) }
}

function collect(data: unknown, keys: readonly string[], found: Map<string, Json>): void {
  for (const [index, key] of keys.entries()) {
    const json = object(object(data)?.[`a${index}`])
    const count = object(object(data)?.[`n${index}`])?.['count']
    if (json) found.set(key, count === undefined ? json : { ...json, coverless: count })
  }
}

function* parts(keys: readonly string[], most: number): Iterable<readonly string[]> {
  const distinct = [...new Set(keys)]
  for (let start = 0; start < distinct.length; start += most) yield distinct.slice(start, start + most)
}
