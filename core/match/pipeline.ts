import type { Candidate, Catalog, Logger, MatchHints } from '../../shared/plugin-api/index.js'
import { checkCandidates } from '../plugin-system/check-candidates.js'
import { deepFreeze } from '../plugin-system/deep-freeze.js'
import { withFields } from '../plugin-system/log-fields.js'
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
  readonly signal: AbortSignal | undefined
  readonly log: Logger
  /** On the clock of `performance.now()`. */
  readonly deadline: number
}

interface Round {
  readonly number: 1 | 2
  readonly complete: boolean
  readonly answers: readonly AskedMatcher[]
}

const declined = Symbol('declined')

/** Asks the matchers in order, and once more after a catch-up of the catalog when nothing is certain. */
export class MatchPipeline {
  readonly #o: MatchPipelineOptions

  constructor(options: MatchPipelineOptions) {
    this.#o = options
  }

  /** Never rejects for a plugin's, Stash's or Plex's sake. Freezes the hints: every matcher gets the same. */
  async run(hints: MatchHints, { signal, requestId }: { readonly signal?: AbortSignal, readonly requestId: string }): Promise<MatchOutcome> {
    const started = performance.now()
    const request = { hints: deepFreeze(hints), signal, log: withFields(this.#o.log, { requestId }), deadline: started + (this.#o.budgetMs ?? 9000) }
    const { rounds, catchUp } = await this.#ask(request)
    const last = rounds.at(-1) ?? { complete: false, answers: [] }
    const decided = decide({ manual: hints.manual, answers: last.answers, complete: last.complete, catchUp: catchUp?.result })
    const decision = decided.kind === 'matched' ? await this.#unlessRefused(decided, request) : decided
    const trace = { requestId, manual: hints.manual, asked: rounds.flatMap(({ answers }) => answers), catchUp, why: decision.why, ms: performance.now() - started }
    return withTrace(decision, trace)
  }

  async #ask(request: Request): Promise<{ readonly rounds: readonly Round[], readonly catchUp: MatchTrace['catchUp'] }> {
    const first = await this.#round(request, 1, [])
    if (isSettled(first, request.hints.manual)) return { rounds: [first], catchUp: undefined }
    const catchUp = await this.#catchUp(request)
    if (catchUp.result !== 'caught-up') return { rounds: [first], catchUp }
    return { rounds: [first, await this.#round(request, 2, first.answers)], catchUp }
  }

  async #round(request: Request, number: 1 | 2, before: readonly AskedMatcher[]): Promise<Round> {
    const { complete } = this.#o.catalog
    const answers: AskedMatcher[] = []
    for (const matcher of this.#o.matchers) {
      const earlier = before.find((answer) => answer.matcher === matcher.name && answer.plugin === matcher.plugin)
      const heldBack = !complete && matcher.capability.certainWhileFilling !== true
      answers.push(earlier?.said === 'failed' ? { ...earlier, round: number, ms: 0 } : await askOne(matcher, request, { number, heldBack }))
      if (!request.hints.manual && answers.some(isCertain)) break
    }
    return { number, complete, answers }
  }

  async #unlessRefused(decided: MatchDecision & { readonly kind: 'matched' }, request: Request): Promise<MatchDecision> {
    const { refusal } = this.#o
    if (refusal === undefined) return decided
    const { sceneId } = decided.candidate
    const settled = await settle((signal) => refusal(sceneId, signal()), { timeLimitMs: timeLeft(request), signal: request.signal })
    if (settled.how !== 'returned') return { kind: 'unknown', why: `Stash cannot be asked whether scene ${sceneId} has what match.require demands` }
    return settled.value === undefined ? decided : { kind: 'none', why: settled.value, refused: true }
  }

  async #catchUp(request: Request): Promise<NonNullable<MatchTrace['catchUp']>> {
    const started = performance.now()
    const paths = [...new Set(request.hints.places.flatMap(({ stash }) => (stash === undefined ? [] : [stash.path])))]
    const settled = await settle((signal) => this.#o.catchUp(paths, signal()), { timeLimitMs: timeLeft(request) * 0.8, signal: request.signal })
    if (settled.how === 'threw') request.log.error({ err: settled.error }, 'the catalog could not be brought up to date for a match')
    return { result: settled.how === 'returned' ? settled.value : 'failed', ms: performance.now() - started }
  }
}

/** Nothing that a catch-up could bring would change the answer. */
function isSettled({ answers }: Round, manual: boolean): boolean {
  const certain = certainScenes(answers).length
  if (manual) return certain > 0
  return certain === 1 || answers.some(({ candidates }) => candidates.some(({ undecided }) => undecided === true))
}

async function askOne(matcher: Registered<'matcher'>, request: Request, { number, heldBack }: { readonly number: 1 | 2, readonly heldBack: boolean }): Promise<AskedMatcher> {
  const { capability } = matcher
  const outcome = await callCapability<'matcher', readonly Candidate[] | typeof declined>(matcher, {
    run: (ctx) => (capability.accepts?.(request.hints) === false ? declined : capability.match(request.hints, ctx)),
    check: (output, note) => (output === declined ? declined : checkCandidates(output, note)),
    timeLimitMs: timeLeft(request) / 2,
    signal: request.signal,
    log: request.log,
  })
  const asked = { round: number, plugin: matcher.plugin, matcher: matcher.name, heldBack, ms: outcome.ms }
  if (!outcome.ok) return { ...asked, said: 'failed', candidates: [], fault: outcome.fault.message }
  if (outcome.value === declined) return { ...asked, said: 'declined', candidates: [], fault: undefined }
  return { ...asked, said: outcome.value.length > 0 ? 'candidates' : 'nothing', candidates: outcome.value, fault: undefined }
}

function timeLeft({ deadline }: Request): number {
  return Math.max(1, deadline - performance.now())
}

function withTrace(decision: MatchDecision, trace: MatchTrace): MatchOutcome {
  return { ...decision, trace }
}
