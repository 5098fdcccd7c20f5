import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fault } from '../errors.js'
import type { PendingMatches } from './pending-matches.js'
import type { PendingState, UnansweredRow } from './unanswered-store.js'
import { whatToPress } from './what-to-press.js'

const states: ReadonlySet<string> = new Set<PendingState | 'pending' | 'all'>(['ready', 'waiting', 'empty', 'pending', 'all'])
const largestPage = 1000

type Query = Readonly<Record<string, string | undefined>>

/**
 * `GET /matches/pending?state=&limit=&cursor=`: the files that Plex got no scene for and that have one now (`ready`) or may
 * have one (`waiting`); `state=empty` lists those for which there was none. `next` is the cursor of the next page.
 * Management: the app guards it by the API key.
 */
export async function pendingRoutes(app: FastifyInstance, { pending }: { readonly pending: Pick<PendingMatches, 'counts' | 'page'> }): Promise<void> {
  app.get('/matches/pending', (request: FastifyRequest) => {
    const { state = 'pending', limit = '100', cursor = '0' } = request.query as Query
    if (!states.has(state)) throw fault('S2P_BAD_REQUEST', { why: `state is one of ${[...states].join(', ')}` })
    if (!/^[1-9]\d{0,3}$/.test(limit) || Number(limit) > largestPage) throw fault('S2P_BAD_REQUEST', { why: `limit is a whole number from 1 to ${largestPage}` })
    if (!/^\d{1,15}$/.test(cursor)) throw fault('S2P_BAD_REQUEST', { why: 'cursor is what an earlier answer gave as next' })
    const rows = pending.page(state as PendingState, Number(cursor), Number(limit) + 1)
    const shown = rows.slice(0, Number(limit))
    return { counts: pending.counts(), whatToPress, pending: shown.map(toJson), next: rows.length > shown.length ? String(shown.at(-1)?.id) : undefined }
  })
}

function toJson(row: UnansweredRow): object {
  const state: PendingState = row.sceneId !== undefined ? 'ready' : row.kind === 'later' ? 'waiting' : 'empty'
  const { filename, title, year, why, sceneId, sectionId, plexKey, times } = row
  const readySince = row.readyAt === undefined ? undefined : iso(row.readyAt)
  return { state, filename, title, year, why, sceneId, sectionId, plexKey, times, firstAsked: iso(row.firstAsked), lastAsked: iso(row.lastAsked), readySince }
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
