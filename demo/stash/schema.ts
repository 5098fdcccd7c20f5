import { Kind, buildASTSchema, parse, visit } from 'graphql'
import type { ASTNode, ConstDirectiveNode, DocumentNode, GraphQLScalarType, GraphQLSchema } from 'graphql'
import { filtersSdl } from './sdl-filters.js'
import { operationsSdl } from './sdl-operations.js'
import { peopleSdl } from './sdl-people.js'
import { sceneSdl } from './sdl-scene.js'

const scalars = ['Time', 'Timestamp', 'Int64', 'Map']

/** The minor number of a version: 30 of `0.30` or `v0.30.1`. */
export function minorOf(version: string): number {
  const minor = /^v?0\.(\d+)/.exec(version)?.[1]
  if (minor === undefined) throw new RangeError(`Not a version of Stash: ${version}`)
  return Number(minor)
}

/** The schema as Stash of that version has it: what came later is absent, so that documents that use it are refused. */
export function schemaOf(version: string): GraphQLSchema {
  const minor = minorOf(version)
  const sdl = scalars.map((name) => `scalar ${name}`).concat(operationsSdl, sceneSdl, peopleSdl, filtersSdl).join('\n\n')
  const schema = buildASTSchema(asOf(parse(sdl), minor), { assumeValidSDL: true })
  for (const name of scalars) loosen(schema, name)
  return schema
}

function asOf(document: DocumentNode, minor: number): DocumentNode {
  return visit(document, {
    enter(node: ASTNode) {
      if (!('directives' in node) || node.directives === undefined) return undefined
      const directives = node.directives as readonly ConstDirectiveNode[]
      if (since(directives, 'since') > minor) return null
      const kept = directives.filter(({ name }) => name.value === 'deprecated' && since(directives, 'deprecatedSince') <= minor)
      return { ...node, directives: kept }
    },
  })
}

function since(directives: readonly ConstDirectiveNode[], name: string): number {
  const value = directives.find((directive) => directive.name.value === name)?.arguments?.[0]?.value
  return value?.kind === Kind.STRING ? minorOf(value.value) : 0
}

/** JSON as it comes: times are texts, 64-bit numbers are numbers. */
function loosen(schema: GraphQLSchema, name: string): void {
  const scalar = schema.getType(name) as GraphQLScalarType
  scalar.serialize = (value) => value
  scalar.parseValue = (value) => value
}
