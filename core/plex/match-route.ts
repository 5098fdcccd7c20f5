import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { MatchHints } from '../../shared/plugin-api/matcher.js'
import { fault } from '../errors.js'
import { withinBudget } from '../request-budget.js'
import { defaultBudgetMs } from './collaborators.js'
import type { MatchOutcome, ProviderOptions, RankedCandidate } from './collaborators.js'
import { metadataContainer } from './container.js'
import { imageAddress } from './image-address.js'
import { bodyLimit, objectOf } from './lenient-json.js'
import { certainEntry, choiceEntries } from './match-entries.js'
import type { EntryContext } from './match-entries.js'
import { parseMatchBody } from './match-hints.js'
import type { PlexMatch } from './plex-json.js'
import { MOVIE, matchKey } from './provider-document.js'

type Hints = Omit<MatchHints, 'places'>

/** Plex asks which scene a file is. */
export function matchRoute(app: FastifyInstance, options: ProviderOptions): void {
  app.post(matchKey, { bodyLimit }, (request, reply) => withinBudget(reply, options.budgetMs ?? defaultBudgetMs, async (signal) => {
    const entries = await answer(request, { options, signal, address: imageAddress(request, options) })
    return metadataContainer(entries)
  }))
}

async function answer(request: FastifyRequest, context: EntryContext): Promise<readonly PlexMatch[]> {
  const body = objectOf(request.body)
  request.log.debug({ about: { body } }, 'match asked')
  const hints = parseMatchBody(body)
  const refusal = refusalOf(body, hints, context.options)
  if (refusal !== undefined) return nothing(request, hints, refusal)
  const places = await context.options.placesFor(hints)
  const outcome = await context.options.matchPipeline.run({ ...hints, places }, { signal: context.signal, requestId: request.id })
  request.log.debug({ about: { trace: outcome.trace } }, 'match traced')
  return conclude(request, { hints, outcome, context })
}

/** Why no matcher is asked at all, or undefined. */
function refusalOf(body: Readonly<Record<string, unknown>>, hints: Hints, { adult }: ProviderOptions): string | undefined {
  const type = body['type'] ?? MOVIE
  if (![MOVIE, String(MOVIE), 'movie'].some((movie) => movie === type)) return 'not a movie'
  if (adult === 'require' && hints.includeAdult !== true) return 'match.adult is "require", and the library is not set to match explicit content'
  return undefined
}

interface Conclusion {
  readonly hints: Hints
  readonly outcome: MatchOutcome
  readonly context: EntryContext
}

async function conclude(request: FastifyRequest, { hints, outcome, context }: Conclusion): Promise<readonly PlexMatch[]> {
  switch (outcome.kind) {
    case 'matched': return one(request, { hints, candidate: outcome.candidate, context })
    case 'choices': return several(request, { hints, candidates: outcome.candidates, context })
    case 'none': return nothing(request, hints, outcome.why)
    default:
      request.outcome = { say: `cannot know yet: ${outcome.why}`, match: 'unknown', about: aboutOf(hints) }
      throw fault('S2P_CANNOT_KNOW_YET', { why: outcome.why })
  }
}

async function one(request: FastifyRequest, { hints, candidate, context }: { hints: Hints, candidate: RankedCandidate, context: EntryContext }): Promise<readonly PlexMatch[]> {
  const { matcher, sceneId, reason } = candidate
  const entry = hints.manual ? (await choiceEntries([candidate], context))[0] : await certainEntry(candidate, context)
  if (entry === undefined) return nothing(request, hints, `scene ${sceneId} is no longer in Stash`)
  request.outcome = { say: `matched scene ${sceneId} by ${matcher}`, match: 'matched', matcher, sceneId, about: { ...aboutOf(hints), reason } }
  return [entry]
}

async function several(request: FastifyRequest, { hints, candidates, context }: { hints: Hints, candidates: readonly RankedCandidate[], context: EntryContext }): Promise<readonly PlexMatch[]> {
  // Without a person to choose, only the certain one may be answered.
  if (!hints.manual) return nothing(request, hints, 'nothing is certain')
  const entries = await choiceEntries(candidates, context)
  request.outcome = { say: `offered ${entries.length} scenes to choose from`, match: 'choices', about: aboutOf(hints) }
  return entries
}

function nothing(request: FastifyRequest, hints: Hints, why: string): readonly PlexMatch[] {
  request.outcome = { say: `no match: ${why}`, match: 'none', about: aboutOf(hints) }
  return []
}

function aboutOf({ title, filename }: Hints): object {
  return { title, filename }
}
