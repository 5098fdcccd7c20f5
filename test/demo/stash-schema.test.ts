import { existsSync, readFileSync } from 'node:fs'
import { buildClientSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql'
import type { GraphQLField, GraphQLNamedType, GraphQLSchema, IntrospectionQuery } from 'graphql'
import { test } from 'tap'
import { executableSchema } from '../../demo/stash/executable-schema.js'

const folder = process.env['STASH_SCHEMAS'] ?? '../shared/facts/stash-schema'
const versions = [['0.24', 'v0.24.3'], ['0.27', 'v0.27.2'], ['0.30', 'v0.30.1'], ['0.31', 'head']] as const

function realSchema(file: string): GraphQLSchema {
  return buildClientSchema((JSON.parse(readFileSync(`${folder}/${file}.json`, 'utf8')) as { data: IntrospectionQuery }).data)
}

/** A field and its arguments, as text; of arguments only those that ours has, for the real one may have more. */
function signature(field: GraphQLField<unknown, unknown>, args: readonly string[]): string {
  const told = field.args.filter(({ name }) => args.includes(name)).map(({ name, type }) => `${name}: ${String(type)}`)
  return `(${told.toSorted().join(', ')}): ${String(field.type)}`
}

/** Everything in which our type says something else than the real one. */
function differences(ours: GraphQLNamedType, real: GraphQLNamedType | undefined): readonly string[] {
  if (real === undefined) return [`${ours.name} is not in Stash`]
  if (isEnumType(ours) && isEnumType(real)) {
    return ours.getValues().filter(({ name }) => real.getValue(name) === undefined || real.getValue(name) === null).map(({ name }) => `${ours.name}.${name}`)
  }
  if (isInputObjectType(ours) && isInputObjectType(real)) {
    const theirs = real.getFields()
    return Object.values(ours.getFields()).filter(({ name, type }) => String(theirs[name]?.type) !== String(type)).map(({ name }) => `${ours.name}.${name}`)
  }
  if ((isObjectType(ours) && isObjectType(real)) || (isInterfaceType(ours) && isInterfaceType(real))) {
    const theirs = real.getFields()
    return Object.values(ours.getFields()).filter((field) => {
      const args = field.args.map(({ name }) => name)
      const other = theirs[field.name]
      return other === undefined || signature(other, args) !== signature(field, args)
    }).map(({ name }) => `${ours.name}.${name}`)
  }
  return ours.constructor === real.constructor ? [] : [`${ours.name} is of another kind`]
}

for (const [version, file] of versions) {
  const absent = existsSync(`${folder}/${file}.json`) ? false : `no ${folder}/${file}.json here`
  test(`every name of ${version} is Stash's own`, { skip: absent }, (t) => {
    const real = realSchema(file)
    const ours = Object.values(executableSchema(version).getTypeMap()).filter(({ name }) => !name.startsWith('__'))
    t.same(ours.flatMap((type) => differences(type, real.getType(type.name))), [])
    t.ok(ours.length > 40)
    t.end()
  })
}

test('what came later is absent before', (t) => {
  const known = ['0.24', '0.28', '0.29', '0.31'].map((version) => executableSchema(version).getQueryType()?.getFields()['findFile'] !== undefined)
  t.same(known, [false, false, true, true])
  t.end()
})
