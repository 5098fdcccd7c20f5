import { LRUCache } from 'lru-cache'
import { GraphQLError, OperationTypeNode, execute, getOperationAST, parse, validate } from 'graphql'
import type { DocumentNode, ExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { StashContext } from './context.js'
import { executableSchema } from './executable-schema.js'
import { minorOf } from './schema.js'

const negotiatesSince = 29
const responseType = 'application/graphql-response+json'

interface GraphQLRequest { readonly query?: string, readonly variables?: Record<string, unknown> | null, readonly operationName?: string | null }
interface Answer { readonly status: number, readonly body: unknown }
type Prepared = { readonly document: DocumentNode } | { readonly refusal: readonly GraphQLFormattedError[] }

export interface GraphQLOptions {
  readonly version: string
  readonly contextOf: (request: FastifyRequest) => StashContext
}

function coded(errors: readonly GraphQLError[], code: string): readonly GraphQLFormattedError[] {
  return errors.map(({ message, locations }) => ({ message, ...locations === undefined ? {} : { locations }, extensions: { code } }))
}

function prepare(schema: GraphQLSchema, query: string): Prepared {
  if (query.trim() === '') return { refusal: coded([new GraphQLError('no operation provided')], 'GRAPHQL_VALIDATION_FAILED') }
  try {
    const document = parse(query, { noLocation: false })
    const errors = validate(schema, document)
    return errors.length === 0 ? { document } : { refusal: coded(errors, 'GRAPHQL_VALIDATION_FAILED') }
  } catch (error) {
    return { refusal: coded([error as GraphQLError], 'GRAPHQL_PARSE_FAILED') }
  }
}

/** Errors of resolvers carry message and path alone; when there is no data left, every root field's failure is listed. */
function executionBody({ data, errors }: ExecutionResult, { failures }: StashContext): unknown {
  if (errors === undefined) return { data }
  const listed = data === null ? failures : errors.map(({ message, path }) => ({ message, path }))
  return { errors: listed, data }
}

/** POST and GET on /graphql, with gqlgen's status codes. */
export function graphqlRoute(app: FastifyInstance, { version, contextOf }: GraphQLOptions): void {
  const schema = executableSchema(version)
  const documents = new LRUCache<string, Prepared>({ max: 1000 })
  const negotiates = minorOf(version) >= negotiatesSince

  function prepared(query: string): Prepared {
    const known = documents.get(query) ?? prepare(schema, query)
    documents.set(query, known)
    return known
  }

  async function run({ query, variables, operationName }: GraphQLRequest, request: FastifyRequest, refused: number): Promise<Answer> {
    const contextValue = contextOf(request)
    const ready = prepared(query ?? '')
    if ('refusal' in ready) return { status: refused, body: { errors: ready.refusal, data: null } }
    const operation = getOperationAST(ready.document, operationName)
    if (request.method === 'GET' && operation?.operation !== OperationTypeNode.QUERY) {
      return { status: 406, body: { errors: [{ message: 'GET requests only allow query operations' }], data: null } }
    }
    const result = await execute({ schema, document: ready.document, variableValues: variables ?? null, operationName: operationName ?? null, contextValue })
    if (!('data' in result)) return { status: refused, body: { errors: coded(result.errors ?? [], 'GRAPHQL_VALIDATION_FAILED'), data: null } }
    return { status: 200, body: executionBody(result, contextValue) }
  }

  async function answer(request: FastifyRequest, reply: FastifyReply, asked: GraphQLRequest | string): Promise<FastifyReply> {
    const type = negotiates ? wantedType(request.headers.accept) : 'application/json'
    reply.header('cache-control', 'no-store').type(type)
    if (typeof asked === 'string') return reply.code(400).send(JSON.stringify({ errors: [{ message: asked }], data: null }))
    const { status, body } = await run(asked, request, type === responseType ? 400 : 422)
    return reply.code(status).send(JSON.stringify(body))
  }

  app.get('/graphql', { exposeHeadRoute: false }, (request, reply) => answer(request, reply, fromUrl(request.query as Record<string, string>)))
  app.post('/graphql', (request, reply) => answer(request, reply, fromBody(request)))
}

function wantedType(accept: string | undefined): string {
  for (const part of (accept ?? '').split(',')) {
    const type = part.split(';')[0]?.trim()
    if (type === responseType) return responseType
    if (type === 'application/json' || type === '*/*' || type === 'application/*') return 'application/json'
  }
  return 'application/json'
}

function fromUrl({ query, variables, operationName }: Record<string, string>): GraphQLRequest | string {
  if (query === undefined) return 'no operation provided'
  try {
    const read = variables === undefined ? null : JSON.parse(variables) as Record<string, unknown>
    return { query, variables: read, operationName: operationName ?? null }
  } catch {
    return 'variables could not be decoded'
  }
}

function fromBody(request: FastifyRequest): GraphQLRequest | string {
  if (request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== 'application/json') return 'transport not supported'
  try {
    const read: unknown = JSON.parse(String(request.body))
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? read : 'json request body could not be decoded'
  } catch {
    return 'json request body could not be decoded'
  }
}
