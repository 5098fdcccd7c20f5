import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery, Kind, parse, validate } from 'graphql'
import tap from 'tap'
import { everyDocument, families, type StashDocument } from '../../core/stash/documents.js'

const folder = process.env['STASH_SCHEMAS'] ?? '../shared/facts/stash-schema'
const skip = existsSync(folder) ? false : `no schemas of Stash at ${folder}; set STASH_SCHEMAS to their folder`

interface Version {
  readonly name: string
  /** The minor version; the newest for `head`. */
  readonly minor: number
  readonly schema: GraphQLSchema
}

function versions(): Version[] {
  return readdirSync(folder).filter((file) => file.endsWith('.json')).map((file) => {
    const { data } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { data: IntrospectionQuery }
    return { name: file, minor: Number(/^v0\.(\d+)/.exec(file)?.[1] ?? Infinity), schema: buildClientSchema(data) }
  })
}

/** Of each name the shortest and the longest: those between differ only in their count. */
const ends = everyDocument().filter(({ name }, index, all) => all[index - 1]?.name !== name || all[index + 1]?.name !== name)
const minorOf = ({ since }: StashDocument): number => Number(since.slice(2))
const faults = (schema: GraphQLSchema, { text }: StashDocument): string[] => validate(schema, parse(text)).map(({ message }) => message)

tap.test('every document is valid from its version on', { skip }, async (t) => {
  const known = versions()
  t.ok(known.length > 0, 'there are schemas')
  for (const { name, minor, schema } of known) {
    const due = ends.filter((document) => minorOf(document) <= minor)
    const wrong = due.flatMap((document) => faults(schema, document).map((fault) => `${document.name}: ${fault}`))
    t.strictSame(wrong, [], `${name}, ${due.length} documents`)
  }
})

tap.test('no document claims to need a newer version', { skip }, async (t) => {
  for (const { name, minor, schema } of versions()) {
    const later = ends.filter((document) => minorOf(document) > minor)
    t.strictSame(later.filter((document) => faults(schema, document).length === 0).map((document) => document.name), [], name)
  }
})

tap.test('every document is one named operation', async (t) => {
  for (const { name, text } of ends) {
    const operations = parse(text).definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    t.strictSame(operations.map((operation) => [operation.operation, operation.name?.value]), [['query', name]])
  }
})

tap.test('no document filters by path or reads all', async (t) => {
  for (const { name, text } of everyDocument()) t.notMatch(text, /\bpath:\s*\{|per_page:\s*-|allScenes|_count\b/, name)
})

tap.test('families have a document for every count', async (t) => {
  for (const { most, byCount } of Object.values(families)) t.equal(byCount.length, most)
  t.equal(families.scenes.most, 40)
})
