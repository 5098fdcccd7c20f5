import { GraphQLInterfaceType, GraphQLObjectType } from 'graphql'
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql'
import type { FieldsOf, StashContext } from './context.js'
import { fileFields, folderFields } from './resolve-files.js'
import { databaseOperations, plainOperations } from './resolve-operations.js'
import { groupFields, performerFields, studioFields, tagFields } from './resolve-people.js'
import { sceneFields } from './resolve-scenes.js'
import { schemaOf } from './schema.js'

type Resolve = FieldsOf<undefined>[string]

const fieldsByType: Readonly<Record<string, unknown>> = {
  Scene: sceneFields, VideoFile: fileFields, BasicFile: fileFields, Folder: folderFields, Studio: studioFields,
  Performer: performerFields, Tag: tagFields, Group: groupFields, Movie: groupFields,
}

/** The schema of that version with everything that answers it. */
export function executableSchema(version: string): GraphQLSchema {
  const schema = schemaOf(version)
  for (const type of Object.values(schema.getTypeMap())) {
    if (type instanceof GraphQLInterfaceType) type.resolveType = () => 'VideoFile'
    if (type instanceof GraphQLObjectType) attach(type, (fieldsByType[type.name] ?? {}) as FieldsOf<unknown>)
  }
  attachOperations(schema.getQueryType())
  attachOperations(schema.getMutationType())
  return schema
}

function attach(type: GraphQLObjectType, resolvers: FieldsOf<unknown>): void {
  for (const [name, field] of Object.entries(type.getFields())) {
    const resolve = resolvers[name]
    if (resolve !== undefined) field.resolve = resolve
  }
}

function attachOperations(type: GraphQLObjectType | null | undefined): void {
  for (const [name, field] of Object.entries(type?.getFields() ?? {})) {
    const ofDatabase = databaseOperations[name]
    const resolve = ofDatabase ?? plainOperations[name]
    if (resolve === undefined) throw new Error(`Nothing answers ${name}`)
    field.resolve = rootField(name, resolve, ofDatabase !== undefined)
  }
}

/** Runs one root field. It is asynchronous so that all of them run although one fails, as in gqlgen. */
function rootField(name: string, resolve: Resolve, needsDatabase: boolean) {
  return async (_: unknown, args: Record<string, unknown>, context: StashContext, info: GraphQLResolveInfo): Promise<unknown> => {
    context.log.field(name)
    try {
      if (needsDatabase && context.faults.needsMigration) throw new Error('Internal system error. Error <runtime error: invalid memory address or nil pointer dereference>')
      if (needsDatabase && context.locked) throw new Error('beginning transaction: database is locked')
      return await resolve(undefined, args, context)
    } catch (error) {
      context.failures.push({ message: (error as Error).message, path: [info.path.key] })
      throw error
    }
  }
}
