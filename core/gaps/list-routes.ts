import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type, type Static } from 'typebox'
import { fault } from '../errors.js'
import { csvHead, csvLine } from './csv.js'
import { conditionOf, type GapQuery } from './gap-filter.js'
import type { GapReader } from './gap-reader.js'
import { gapKinds, gapStatuses } from './gap.js'
import { reported, type ReportedGap } from './reported-gap.js'
import type { GapRouteOptions } from './routes.js'
import { summaryReport } from './summary-report.js'

const DEFAULT_PAGE = 100
const LARGEST_PAGE = 1000

const querySchema = Type.Object({
  kind: Type.Optional(Type.String({ description: `One or several, by comma: ${gapKinds.join(', ')}.` })),
  status: Type.Optional(Type.String({ description: `One or several, by comma: ${gapStatuses.join(', ')}. All when left out.` })),
  source: Type.Optional(Type.String({ description: 'Who noticed it first: match or comparison.' })),
  section: Type.Optional(Type.String({ description: 'The title of a section of Plex.' })),
  folder: Type.Optional(Type.String({ description: 'A folder, as Plex or as Stash sees it.' })),
  text: Type.Optional(Type.String({ description: 'Occurs in a path or in the reason.' })),
  since: Type.Optional(Type.String({ description: 'Only gaps that were opened, resolved or ignored since: a date, or Unix seconds.' })),
  cursor: Type.Optional(Type.String({ description: 'The `next` of the page before.' })),
  limit: Type.Optional(Type.String({ description: `Gaps a page, 1 to ${LARGEST_PAGE}; ${DEFAULT_PAGE} when left out. CSV and NDJSON give all.` })),
  format: Type.Optional(Type.Enum(['json', 'csv', 'ndjson'], { description: 'Or by the Accept header: text/csv, application/x-ndjson.' })),
})

type ListRequest = FastifyRequest<{ Querystring: Static<typeof querySchema> }>
type GapRequest = FastifyRequest<{ Params: { readonly id: string } }>
type Format = 'json' | 'csv' | 'ndjson'

/** `GET /gaps`, `GET /gaps/summary`, `POST` and `DELETE /gaps/:id/ignore`. */
export function listRoutes(app: FastifyInstance, options: GapRouteOptions): void {
  const { reader, ignores } = options
  app.get('/gaps', { schema: { querystring: querySchema } }, async (request: ListRequest, reply) => {
    const format = formatOf(request)
    // What is wrong with the question is told before the answer begins.
    conditionOf(request.query)
    const page = { after: cursorOf(request.query.cursor), limit: limitOf(request.query.limit) }
    return format === 'json' ? listJson(reader, request, { reply, page }) : stream(lines(reader, request.query, { format, after: page.after }), reply, format)
  })
  app.get('/gaps/summary', async (request, reply) => {
    const report = await summaryReport(options)
    return unlessKnown(request, reply, { mark: JSON.stringify([reader.changes(), report.lastRun, report.nextRunAt]), answer: () => report })
  })
  app.post('/gaps/:id/ignore', async (request: GapRequest) => {
    mustExist(reader, request)
    await ignores.ignore(request.params.id)
    return mustExist(reader, request)
  })
  app.delete('/gaps/:id/ignore', async (request: GapRequest) => {
    if (mustExist(reader, request).status === 'ignored') await ignores.reopen(request.params.id)
    return mustExist(reader, request)
  })
}

function mustExist(reader: GapReader, { params: { id } }: GapRequest): ReportedGap {
  const gap = reader.find(id)
  if (gap === undefined) throw fault('S2P_GAP_UNKNOWN', { id: id.slice(0, 64) })
  return gap
}

function formatOf({ query, headers }: ListRequest): Format {
  if (query.format !== undefined) return query.format
  const accept = headers.accept ?? ''
  if (accept.includes('text/csv')) return 'csv'
  return /ndjson|jsonl/.test(accept) ? 'ndjson' : 'json'
}

async function listJson(reader: GapReader, request: ListRequest, { reply, page }: { readonly reply: FastifyReply, readonly page: { readonly after: number, readonly limit: number } }): Promise<unknown> {
  return unlessKnown(request, reply, {
    mark: String(reader.changes()),
    answer: async () => ({ total: await reader.total(request.query), ...await reader.page(request.query, page) }),
  })
}

/** Answers 304 to who has this state already: a poller costs one small read then. */
async function unlessKnown(request: FastifyRequest, reply: FastifyReply, { mark, answer }: { readonly mark: string, readonly answer: () => unknown }): Promise<unknown> {
  const etag = `"${createHash('sha256').update(`${mark} ${request.url}`).digest('base64url').slice(0, 22)}"`
  reply.header('etag', etag).header('cache-control', 'private, no-cache').header('vary', 'accept')
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return known.includes(etag) ? reply.code(304).send() : answer()
}

function stream(text: AsyncGenerator<string>, reply: FastifyReply, format: 'csv' | 'ndjson'): FastifyReply {
  const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8'
  reply.header('content-type', type).header('vary', 'accept').header('content-disposition', `attachment; filename="gaps.${format}"`)
  return reply.send(Readable.from(text, { objectMode: false }))
}

/** A portion a chunk, and the next one only when that is on its way: the report takes the same memory however long it is. */
async function * lines(reader: GapReader, query: GapQuery, { format, after }: { readonly format: 'csv' | 'ndjson', readonly after: number }): AsyncGenerator<string> {
  if (format === 'csv') yield csvHead
  const line = format === 'csv' ? csvLine : (gap: ReportedGap) => `${JSON.stringify(gap)}\n`
  for await (const rows of reader.portions(query, after)) yield rows.map((row) => line(reported(row))).join('')
}

function cursorOf(cursor: string | undefined): number {
  return wholeNumber(cursor, { fallback: 0, least: 0, most: Number.MAX_SAFE_INTEGER, why: 'cursor is the `next` of another page' })
}

function limitOf(limit: string | undefined): number {
  return wholeNumber(limit, { fallback: DEFAULT_PAGE, least: 1, most: LARGEST_PAGE, why: `limit is a number from 1 to ${LARGEST_PAGE}` })
}

function wholeNumber(text: string | undefined, { fallback, least, most, why }: { readonly fallback: number, readonly least: number, readonly most: number, readonly why: string }): number {
  if (text === undefined) return fallback
  const number = /^\d{1,16}$/.test(text) ? Number(text) : NaN
  if (!(number >= least && number <= most)) throw fault('S2P_BAD_REQUEST', { why })
  return number
}
