import type { FastifyInstance, FastifyRequest } from 'fastify'
import { CodedError, fault } from '../errors.js'
import type { MatchOutcome, RankedCandidate } from '../match/match-outcome.js'
import { withinBudget } from '../request-budget.js'
import { defaultBudgetMs } from './collaborators.js'
import type { ProviderOptions } from './collaborators.js'
import { metadataContainer } from './container.js'
import { imageAddress } from './image-address.js'
import { bodyLimit, objectOf } from './lenient-json.js'
import { certainEntry, choiceEntries } from './match-entries.js'
import type { EntryContext } from './match-entries.js'
import { parseMatchBody } from './match-hints.js'
import type { ParsedMatch } from './match-hints.js'
import type { PlexMatch } from './plex-json.js'
import { matchKey } from './provider-document.js'

/** One match request on its way to the answer. */
interface Asked extends EntryContext, ParsedMatch {
  readonly request: FastifyRequest
}

/** Plex asks which scene a file is. */
export function matchRoute(app: FastifyInstance, options: ProviderOptions): void {
  const budgetMs = options.budgetMs ?? defaultBudgetMs
  app.post(matchKey, { bodyLimit }, async (request, reply) => {
    const body = objectOf(request.body)
    request.log.debug({ about: { body } }, 'match asked')
    const parsed = parseMatchBody(body, request.query)
    const context = { options, address: imageAddress(request, options), deadline: performance.now() + budgetMs }
    const entries = await remembering(parsed, options, () => withinBudget(reply, budgetMs, (signal) => answer({ request, ...parsed, ...context, signal })))
    return metadataContainer(entries)
  })
}

/** What cannot be answered now is written down, so that it can be brought to Plex later. A person asks again by herself. */
async function remembering<T>({ hints }: ParsedMatch, { pending }: ProviderOptions, run: () => Promise<T>): Promise<T> {
  const { filename, title, manual } = hints
  if (pending === undefined || filename === undefined || manual) return run()
  try {
    const result = await run()
    pending.answered(filename)
    return result
  } catch (error) {
    if (error instanceof CodedError && error.statusCode === 503) pending.add({ filename, title, why: error.message })
    throw error
  }
}

async function answer(asked: Asked): Promise<readonly PlexMatch[]> {
  const refusal = refusalOf(asked)
  if (refusal !== undefined) return nothing(asked, refusal)
  const { request, hints, absolutePath, options, signal } = asked
  const placed = { ...hints, places: await options.placesFor({ ...hints, absolutePath }) }
  const outcome = await options.matchPipeline.run(placed, { signal, requestId: request.id })
  options.onOutcome?.(placed, outcome)
  request.log.debug({ about: { trace: outcome.trace } }, 'match traced')
  return conclude(asked, outcome)
}

/** Why no matcher is asked at all, or undefined. */
function refusalOf({ isMovie, hints, options }: Asked): string | undefined {
  if (!isMovie) return 'Plex wants something else than a movie'
  if (options.adult === 'ignore' || hints.includeAdult === true) return undefined
  return 'match.adult is "require", and the Plex library is not set to match explicit content'
}

async function conclude(asked: Asked, outcome: MatchOutcome): Promise<readonly PlexMatch[]> {
  switch (outcome.kind) {
    case 'matched': return one(asked, outcome.candidate)
    case 'choices': return several(asked, outcome.candidates)
    case 'none': return nothing(asked, outcome.why)
    default:
      asked.request.outcome = { say: `cannot know yet: ${outcome.why}`, match: 'unknown', about: aboutOf(asked) }
      throw fault('S2P_CANNOT_KNOW_YET', { why: outcome.why })
  }
}

async function one(asked: Asked, candidate: RankedCandidate): Promise<readonly PlexMatch[]> {
  const { matcher, sceneId, reason } = candidate
  const entry = asked.hints.manual ? (await choiceEntries([candidate], asked))[0] : await certainEntry(candidate, asked)
  if (entry === undefined) return nothing(asked, `scene ${sceneId} is no longer in Stash`)
  asked.request.outcome = { say: `matched scene ${sceneId} by ${matcher}`, match: 'matched', matcher, sceneId, about: { ...aboutOf(asked), reason } }
  return [entry]
}

async function several(asked: Asked, candidates: readonly RankedCandidate[]): Promise<readonly PlexMatch[]> {
  // Without a person to choose, only a certain scene may be answered.
  if (!asked.hints.manual) return nothing(asked, 'nothing is certain')
  const entries = await choiceEntries(candidates, asked)
  asked.request.outcome = { say: `offered ${entries.length} scenes to choose from`, match: 'choices', about: aboutOf(asked) }
  return entries
}

function nothing(asked: Asked, why: string): readonly PlexMatch[] {
  asked.request.outcome = { say: `no match: ${why}`, match: 'none', about: aboutOf(asked) }
  return []
}

function aboutOf({ hints, dropped }: ParsedMatch): object {
  return { title: hints.title, filename: hints.filename, ...(dropped.length === 0 ? {} : { dropped }) }
}
