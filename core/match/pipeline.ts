import { andThen, isThenable } from '../../shared/awaitable.js'
import type { Stopping } from '../../shared/late-abort.js'
import type { Awaitable, Candidate, Catalog, Logger, MatchHints } from '../../shared/plugin-api/index.js'
import { checkCandidates } from '../plugin-system/check-candidates.js'
import { deepFreeze } from '../plugin-system/deep-freeze.js'
import type { CallOutcome } from '../plugin-system/guarded-call.js'
import { callCapability, type Registered } from '../plugin-system/registered.js'
import { settle } from '../plugin-system/settle.js'
import { decide } from './decision.js'
import type { AskedMatcher, CatchUpResult, MatchDecision, MatchOutcome, MatchTrace } from './match-outcome.js'
import { certainScenes, isCertain } from './ranking.js'
import type { Refusal } from './requirement.js'

export interface MatchPipelineOptions {
  /** In the order in which they are asked. */
  readonly matchers: readonly Registered<'matcher'>[]
  readonly catalog: Pick<Catalog, 'complete'>
  /** Brings the catalog up to date for these paths (Stash's spelling). */
  readonly catchUp: (stashPaths: readonly string[], signal: AbortSignal) => Promise<CatchUpResult>
  /** Whether a certain scene may be answered; every one may when absent. A person's choice is never refused. */
  readonly refusal?: Refusal | undefined
  readonly log: Logger
  /** Milliseconds for one request in all. Default 9000: Plex's answer is due after 10 s. */
  readonly budgetMs?: number
}

/** One request on its way through the pipeline. */
interface Request {
  readonly hints: MatchHints
  readonly signal: Stopping | undefined
  readonly requestId: string
  /** On the clock of `performance.now()`. */
  readonly deadline: number
}

interface Round {
  readonly number: 1 | 2
  readonly complete: boolean
  readonly answers: AskedMatcher[]
}

interface Asked {
  readonly rounds: readonly Round[]
  readonly catchUp: MatchTrace['catchUp']
}

/** What a round's questions have in common. */
interface Asking {
  readonly request: Request
  readonly log: Logger
  /** The answers of the round before. */
  readonly before: readonly AskedMatcher[]
}

type Matched = MatchDecision & { readonly kind: 'matched' }

const declined = Symbol('declined')

/** Asks the matchers in order, and once more after a catch-up of the catalog when nothing is certain. */
export class MatchPipeline {
  readonly #o: MatchPipelineOptions

  constructor(options: MatchPipelineOptions) {
    this.#o = options
  }

  /**
   * Never rejects for a plugin's, Stash's or Plex's sake. Freezes the hints: every matcher gets the same. When nobody has to wait
   * for anything, as with a file that the catalog knows, the outcome is there at once.
   */
  run(hints: MatchHints, { signal, requestId }: { readonly signal?: Stopping, readonly requestId: string }): Awaitable<MatchOutcome> {
    const started = performance.now()
    const request = { hints: deepFreeze(hints), signal, requestId, deadline: started + (this.#o.budgetMs ?? 9000) }
    return andThen(this.#ask(request), ({ rounds, catchUp }) => andThen(this.#decide(request, { rounds, catchUp }), (decision) => {
      const asked = rounds.length === 1 ? rounds[0]?.answers ?? [] : rounds.flatMap(({ answers }) => answers)
      return { ...decision, trace: { requestId, manual: hints.manual, asked, catchUp, why: decision.why, ms: performance.now() - started } }
    }))
  }

  #ask(request: Request): Awaitable<Asked> {
    return andThen(this.#round(request, 1, []), (first) => (
      isSettled(first, request.hints.manual) ? { rounds: [first], catchUp: undefined } : this.#askAgain(request, first)
    ))
  }

  async #askAgain(request: Request, first: Round): Promise<Asked> {
    const catchUp = await this.#catchUp(request)
    if (catchUp.result !== 'caught-up') return { rounds: [first], catchUp }
    return { rounds: [first, await this.#round(request, 2, first.answers)], catchUp }
  }

  #round(request: Request, number: 1 | 2, before: readonly AskedMatcher[]): Awaitable<Round> {
    const round: Round = { number, complete: this.#o.catalog.complete, answers: [] }
    return andThen(this.#askFrom(0, round, { request, before, log: this.#o.log }), () => round)
  }

  /** Asks this matcher and those after it, until one is certain. */
  #askFrom(first: number, round: Round, asking: Asking): Awaitable<void> {
    const { matchers } = this.#o
    for (let nth = first; nth < matchers.length; nth++) {
      const answer = askUnlessFailed(matchers[nth] as Registered<'matcher'>, round, asking)
      if (isThenable(answer)) return answer.then((later) => (endsRound(later, round, asking) ? undefined : this.#askFrom(nth + 1, round, asking)))
      if (endsRound(answer, round, asking)) return
    }
  }

  #decide(request: Request, { rounds, catchUp }: Asked): Awaitable<MatchDecision> {
    const { manual } = request.hints
    const last = rounds.at(-1) ?? { complete: false, answers: [] }
    const decided = decide({ manual, answers: last.answers, complete: last.complete, catchUp: catchUp?.result })
    return decided.kind === 'matched' ? this.#unlessRefused(decided, request) : decided
  }

  #unlessRefused(decided: Matched, request: Request): Awaitable<MatchDecision> {
    const { refusal } = this.#o
    return refusal === undefined ? decided : this.#unlessRefusedBy(refusal, decided, request)
  }

  async #unlessRefusedBy(refusal: Refusal, decided: Matched, request: Request): Promise<MatchDecision> {
    const { sceneId } = decided.candidate
    const settled = await settle((abandoned) => refusal(sceneId, abandoned.signal()), { timeLimitMs: timeLeft(request), signal: request.signal })
    if (settled.how !== 'returned') return { kind: 'unknown', why: `Stash cannot be asked whether scene ${sceneId} has what match.require demands` }
    return settled.value === undefined ? decided : { kind: 'none', why: settled.value, refused: true }
  }

  async #catchUp(request: Request): Promise<NonNullable<MatchTrace['catchUp']>> {
    const started = performance.now()
    const paths = [...new Set(request.hints.places.flatMap(({ stash }) => (stash === undefined ? [] : [stash.path])))]
    const settled = await settle((abandoned) => this.#o.catchUp(paths, abandoned.signal()), { timeLimitMs: timeLeft(request) * 0.8, signal: request.signal })
    if (settled.how === 'threw') this.#o.log.error({ err: settled.error, requestId: request.requestId }, 'the catalog could not be brought up to date for a match')
    return { result: settled.how === 'returned' ? settled.value : 'failed', ms: performance.now() - started }
  }
}

/** Nothing that a catch-up could bring would change the answer. */
function isSettled({ answers }: Round, manual: boolean): boolean {
  const certain = certainScenes(answers).length
  if (manual) return certain > 0
  return certain === 1 || answers.some(({ candidates }) => candidates.some(({ undecided }) => undecided === true))
}

/** One that failed before is not asked again. */
function askUnlessFailed(matcher: Registered<'matcher'>, { number, complete }: Round, { request, before, log }: Asking): Awaitable<AskedMatcher> {
  const earlier = before.find((answer) => answer.matcher === matcher.name && answer.plugin === matcher.plugin)
  if (earlier?.said === 'failed') return { ...earlier, round: number, ms: 0 }
  return askOne(matcher, { request, log }, { number, heldBack: !complete && matcher.capability.certainWhileFilling !== true })
}

/** Takes an answer to the others; whether no further matcher needs to be asked. */
function endsRound(answer: AskedMatcher, { answers }: Round, { request }: Asking): boolean {
  answers.push(answer)
  return !request.hints.manual && isCertain(answer)
}

function askOne(matcher: Registered<'matcher'>, { request, log }: Pick<Asking, 'request' | 'log'>, { number, heldBack }: { readonly number: 1 | 2, readonly heldBack: boolean }): Awaitable<AskedMatcher> {
  const { capability, plugin, name } = matcher
  const outcome = callCapability<'matcher', readonly Candidate[] | typeof declined>(matcher, {
    run: (context) => (capability.accepts?.(request.hints) === false ? declined : capability.match(request.hints, context())),
    check: (output, note) => (output === declined ? declined : checkCandidates(output, note)),
    timeLimitMs: timeLeft(request) / 2,
    signal: request.signal,
    log,
    fields: { requestId: request.requestId },
  })
  return andThen(outcome, (told) => ({ round: number, plugin, matcher: name, heldBack, ms: told.ms, ...wordsOf(told) }))
}

function wordsOf(outcome: CallOutcome<readonly Candidate[] | typeof declined>): Pick<AskedMatcher, 'said' | 'candidates' | 'fault'> {
  if (!outcome.ok) return { said: 'failed', candidates: [], fault: outcome.fault.message }
  if (outcome.value === declined) return { said: 'declined', candidates: [], fault: undefined }
  return { said: outcome.value.length > 0 ? 'candidates' : 'nothing', candidates: outcome.value, fault: undefined }
}

function timeLeft({ deadline }: Request): number {
  return Math.max(1, deadline - performance.now())
}
