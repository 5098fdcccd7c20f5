import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fault } from '../errors.js'
import { parseRatingKey } from '../plex/rating-key.js'
import { withinBudget } from '../request-budget.js'
import type { ExplainOptions } from './collaborators.js'
import { explainFile, type Asking } from './explain-file.js'
import { explainItem } from './explain-item.js'
import { explainRatingKey } from './explain-scene.js'
import { fileText, itemText, sceneText } from './words.js'

/** Milliseconds. */
const budgetMs = 20_000
const mostCharacters = 4096

type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * `GET /explain?filename=…` (also `title=`, `year=`, `guid=`, `manual=1`) or `?ratingKey=…` (Plex's or ours): why a file has
 * the scene that it has, or none, and what Plex is told of a scene. `text` says the same to a person. Management: the app
 * guards it by the API key.
 */
export async function explainRoutes(app: FastifyInstance, options: ExplainOptions): Promise<void> {
  app.get('/explain', (request, reply) => withinBudget(reply, budgetMs, (abort) => explain(request, options, { signal: abort.signal(), requestId: request.id })))
}

async function explain(request: FastifyRequest, options: ExplainOptions, asking: Asking): Promise<object> {
  const query = request.query as Query
  const ratingKey = one(query['ratingKey'])
  request.outcome = { say: 'explained', about: { ratingKey, filename: query['filename'], title: query['title'] } }
  if (ratingKey !== undefined) return explainKey(ratingKey, options, { ...asking, manual: one(query['manual']) === '1' })
  if (one(query['filename']) === undefined && one(query['title']) === undefined) throw fault('S2P_BAD_REQUEST', { why: 'give filename, title or ratingKey in the query' })
  const explanation = await explainFile({ type: 1, ...query }, options, asking)
  return { kind: 'file', text: fileText(explanation), ...explanation }
}

async function explainKey(ratingKey: string, options: ExplainOptions, asking: Asking & { readonly manual: boolean }): Promise<object> {
  if (parseRatingKey(ratingKey) !== undefined) {
    const scene = await explainRatingKey(ratingKey, options, asking.signal)
    return { kind: 'scene', text: sceneText(scene), ...scene }
  }
  if (!/^\d{1,15}$/.test(ratingKey)) throw fault('S2P_BAD_REQUEST', { why: 'ratingKey is neither one of Plex\'s, a number, nor one of Stash2Plex\'s, such as 12-abc' })
  const item = await explainItem(ratingKey, options, asking)
  return { kind: 'item', text: itemText(item), ...item }
}

function one(value: Query[string]): string | undefined {
  const text = Array.isArray(value) ? value[0] as unknown : value
  return typeof text === 'string' && text !== '' ? text.slice(0, mostCharacters) : undefined
}
