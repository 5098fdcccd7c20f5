import type { FastifyInstance, FastifyRequest } from 'fastify'
import { andThen, attempt } from '../../shared/awaitable.js'
import type { Awaitable } from '../../shared/plugin-api/call-context.js'
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
interface Asked extends EntryContext {
  readonly request: FastifyRequest
  readonly parsed: ParsedMatch
}

interface Answer {
  readonly entries: readonly PlexMatch[]
  /** Why there is no scene, when matchers were asked for one. */
  readonly unmatched?: string
}

/** Plex asks which scene a file is. */
export function matchRoute(app: FastifyInstance, options: ProviderOptions): void {
  const budgetMs = options.budgetMs ?? defaultBudgetMs
  app.post(matchKey, { bodyLimit, config: { load: 'match' } }, (request, reply) => {
    const body = objectOf(request.body)
    request.log.debug({ about: { body } }, 'match asked')
    const parsed = parseMatchBody(body, request.query)
    const [address, deadline] = [imageAddress(request, options), performance.now() + budgetMs]
    const answered = remembering(parsed, options, () => withinBudget(reply, budgetMs, (stopping) => answer({ request, parsed, options, address, deadline, stopping })))
    return andThen(answered, ({ entries }) => metadataContainer(entries))
  })
}

/** What gets no scene now is written down, so that it can be brought to Plex later. A person asks again by herself. */
function remembering({ hints, absolutePath }: ParsedMatch, { pending }: ProviderOptions, run: () => Awaitable<Answer>): Awaitable<Answer> {
  const { filename, title, year, manual } = hints
  if (pending === undefined || filename === undefined || manual) return run()
  return attempt(run, (result) => {
    if (result.entries.length > 0) pending.answered(filename)
    else if (result.unmatched !== undefined) pending.remember({ filename, absolutePath, title, year, kind: 'empty', why: result.unmatched })
    return result
  }, (error) => {
    if (isForLater(error)) pending.remember({ filename, absolutePath, title, year, kind: 'later', why: error instanceof Error ? error.message : 'the answer failed' })
    throw error
  })
}

/** Whoever left without an answer has none either. */
function isForLater(error: unknown): boolean {
  return !(error instanceof CodedError) || error.statusCode >= 499
}

function answer(asked: Asked): Awaitable<Answer> {
  const refusal = refusalOf(asked)
  if (refusal !== undefined) return { entries: nothing(asked, { kind: 'none', why: refusal }).entries }
  const { request, parsed: { hints, absolutePath }, options, stopping } = asked
  return andThen(options.placesFor({ filename: hints.filename, absolutePath }), (places) => {
    const placed = { ...hints, places }
    return andThen(options.matchPipeline.run(placed, { signal: stopping, requestId: request.id }), (outcome) => {
      options.onOutcome?.(placed, outcome)
      request.log.debug({ about: { trace: outcome.trace } }, 'match traced')
      return conclude(asked, outcome)
    })
  })
}

/** Why no matcher is asked at all, or undefined. */
function refusalOf({ parsed: { isMovie, hints }, options }: Asked): string | undefined {
  if (!isMovie) return 'Plex wants something else than a movie'
  if (options.adult === 'ignore' || hints.includeAdult === true) return undefined
  return 'match.adult is "require", and the Plex library is not set to match explicit content'
}

function conclude(asked: Asked, outcome: MatchOutcome): Awaitable<Answer> {
  switch (outcome.kind) {
    case 'matched': return one(asked, outcome)
    case 'choices': return several(asked, outcome)
    case 'none': return nothing(asked, outcome, outcome.trace)
    default:
      asked.request.outcome = { say: decisionWords(outcome), match: 'unknown', about: aboutOf(asked, { trace: outcome.trace }) }
      throw fault('S2P_CANNOT_KNOW_YET', { why: outcome.why })
  }
}

function one(asked: Asked, outcome: MatchOutcome & { readonly kind: 'matched' }): Awaitable<Answer> {
  const { matcher, sceneId, reason } = outcome.candidate
  const found = asked.parsed.hints.manual ? choiceEntries([outcome.candidate], asked).then(([first]) => first) : certainEntry(outcome.candidate, asked)
  return andThen(found, (entry) => {
    if (entry === undefined) return nothing(asked, { kind: 'none', why: `scene ${sceneId} is no longer in Stash` }, outcome.trace)
    asked.request.outcome = { say: decisionWords(outcome), match: 'matched', matcher, sceneId, about: aboutOf(asked, { reason }) }
    return { entries: [entry] }
  })
}

async function several(asked: Asked, outcome: MatchOutcome & { readonly kind: 'choices' }): Promise<Answer> {
  // Without a person to choose, only a certain scene may be answered.
  if (!asked.parsed.hints.manual) return nothing(asked, { kind: 'none', why: 'nothing is certain' }, outcome.trace)
  const entries = await choiceEntries(outcome.candidates, asked)
  asked.request.outcome = { say: `offered ${entries.length} scenes to choose from`, match: 'choices', about: aboutOf(asked) }
  return { entries }
}

function nothing(asked: Asked, decision: { readonly kind: 'none', readonly why: string }, trace?: MatchTrace): Answer {
  asked.request.outcome = { say: decisionWords(decision), match: 'none', about: aboutOf(asked, { trace }) }
  return { entries: [], unmatched: decision.why }
}

/** With the trace of a match that came to nothing: why it did is the first question of every admin. */
function aboutOf({ parsed: { hints, dropped } }: Asked, { trace, reason }: { readonly trace?: MatchTrace | undefined, readonly reason?: string } = {}): object {
  return {
    title: hints.title, filename: hints.filename, reason,
    dropped: dropped.length === 0 ? undefined : dropped,
    asked: trace === undefined ? undefined : askedWords(trace),
  }
}
