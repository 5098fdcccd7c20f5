import type { FastifyInstance, FastifyRequest } from 'fastify'
import { CodedError, fault } from '../errors.js'
import type { MatchOutcome, MatchTrace } from '../match/match-outcome.js'
import { askedWords, decisionWords } from '../match/words.js'
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

interface Answer {
  readonly entries: readonly PlexMatch[]
  /** Why there is no scene, when matchers were asked for one. */
  readonly unmatched?: string
}

/** Plex asks which scene a file is. */
export function matchRoute(app: FastifyInstance, options: ProviderOptions): void {
  const budgetMs = options.budgetMs ?? defaultBudgetMs
  app.post(matchKey, { bodyLimit, config: { load: 'match' } }, async (request, reply) => {
    const body = objectOf(request.body)
    request.log.debug({ about: { body } }, 'match asked')
    const parsed = parseMatchBody(body, request.query)
    const context = { options, address: imageAddress(request, options), deadline: performance.now() + budgetMs }
    const { entries } = await remembering(parsed, options, () => withinBudget(reply, budgetMs, (signal) => answer({ request, ...parsed, ...context, signal })))
    return metadataContainer(entries)
  })
}

/** What gets no scene now is written down, so that it can be brought to Plex later. A person asks again by herself. */
async function remembering({ hints, absolutePath }: ParsedMatch, { pending }: ProviderOptions, run: () => Promise<Answer>): Promise<Answer> {
  const { filename, title, year, manual } = hints
  if (pending === undefined || filename === undefined || manual) return run()
  const file = { filename, absolutePath, title, year }
  try {
    const result = await run()
    if (result.entries.length > 0) pending.answered(filename)
    else if (result.unmatched !== undefined) pending.remember({ ...file, kind: 'empty', why: result.unmatched })
    return result
  } catch (error) {
    if (isForLater(error)) pending.remember({ ...file, kind: 'later', why: error instanceof Error ? error.message : 'the answer failed' })
    throw error
  }
}

/** Whoever left without an answer has none either. */
function isForLater(error: unknown): boolean {
  return !(error instanceof CodedError) || error.statusCode >= 499
}

async function answer(asked: Asked): Promise<Answer> {
  const refusal = refusalOf(asked)
  if (refusal !== undefined) return { entries: nothing(asked, { kind: 'none', why: refusal }).entries }
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

async function conclude(asked: Asked, outcome: MatchOutcome): Promise<Answer> {
  switch (outcome.kind) {
    case 'matched': return one(asked, outcome)
    case 'choices': return several(asked, outcome)
    case 'none': return nothing(asked, outcome, outcome.trace)
    default:
      asked.request.outcome = { say: decisionWords(outcome), match: 'unknown', about: aboutOf(asked, outcome.trace) }
      throw fault('S2P_CANNOT_KNOW_YET', { why: outcome.why })
  }
}

async function one(asked: Asked, outcome: MatchOutcome & { readonly kind: 'matched' }): Promise<Answer> {
  const { matcher, sceneId, reason } = outcome.candidate
  const entry = asked.hints.manual ? (await choiceEntries([outcome.candidate], asked))[0] : await certainEntry(outcome.candidate, asked)
  if (entry === undefined) return nothing(asked, { kind: 'none', why: `scene ${sceneId} is no longer in Stash` }, outcome.trace)
  asked.request.outcome = { say: decisionWords(outcome), match: 'matched', matcher, sceneId, about: { ...aboutOf(asked), reason } }
  return { entries: [entry] }
}

async function several(asked: Asked, outcome: MatchOutcome & { readonly kind: 'choices' }): Promise<Answer> {
  // Without a person to choose, only a certain scene may be answered.
  if (!asked.hints.manual) return nothing(asked, { kind: 'none', why: 'nothing is certain' }, outcome.trace)
  const entries = await choiceEntries(outcome.candidates, asked)
  asked.request.outcome = { say: `offered ${entries.length} scenes to choose from`, match: 'choices', about: aboutOf(asked) }
  return { entries }
}

function nothing(asked: Asked, decision: { readonly kind: 'none', readonly why: string }, trace?: MatchTrace): Answer {
  asked.request.outcome = { say: decisionWords(decision), match: 'none', about: aboutOf(asked, trace) }
  return { entries: [], unmatched: decision.why }
}

/** With the trace of a match that came to nothing: why it did is the first question of every admin. */
function aboutOf({ hints, dropped }: ParsedMatch, trace?: MatchTrace): object {
  return { title: hints.title, filename: hints.filename, ...(dropped.length === 0 ? {} : { dropped }), ...(trace === undefined ? {} : { asked: askedWords(trace) }) }
}
