import type { AskedMatcher, CatchUpResult, MatchDecision, RankedCandidate } from './match-outcome.js'
import { certainScenes, rank } from './ranking.js'

/** All that is known when the last matcher was asked. */
export interface Evidence {
  readonly manual: boolean
  /** The last round's answers. */
  readonly answers: readonly AskedMatcher[]
  /** Whether the catalog was complete when that round began. */
  readonly complete: boolean
  /** Undefined when there was no need for one. */
  readonly catchUp: CatchUpResult | 'failed' | undefined
}

/** The decision over the matchers' answers. Pure. */
export function decide(evidence: Evidence): MatchDecision {
  const certain = certainScenes(evidence.answers)
  const only = certain.length === 1 ? certain[0] : undefined
  if (only !== undefined && !evidence.manual) return { kind: 'matched', candidate: only, why: `scene ${only.sceneId} by ${only.matcher}: ${only.reason}` }
  const ranked = rank(evidence.answers)
  if (evidence.manual && ranked.length > 0) return { kind: 'choices', candidates: ranked, why: `${ranked.length} scene(s) to choose from` }
  const obstacle = whatHides(evidence)
  if (obstacle !== undefined) return { kind: 'unknown', why: obstacle }
  return { kind: 'none', why: whyNone(certain, ranked[0]) }
}

/** What keeps "no match" from being said in good faith. */
function whatHides({ answers, complete, catchUp }: Evidence): string | undefined {
  const failed = answers.filter(({ said }) => said === 'failed').map(({ matcher }) => matcher)
  if (failed.length > 0) return `matcher ${failed.join(', ')} failed, and no other is certain`
  const undecided = rank(answers).find((candidate) => candidate.undecided === true)
  if (undecided !== undefined) return `${undecided.matcher} cannot decide on scene ${undecided.sceneId} yet: ${undecided.reason}`
  if (!complete || catchUp === 'filling') return 'the first sync with Stash is still running, and nothing is certain yet'
  if (catchUp === 'stash-away') return 'Stash cannot be reached, and the catalog does not know the file for certain'
  if (catchUp === 'crowded') return 'too many files wait for Stash at this time, and the catalog does not know the file for certain'
  if (catchUp === 'failed') return 'the catalog could not be brought up to date, and does not know the file for certain'
  return undefined
}

function whyNone(certain: readonly RankedCandidate[], best: RankedCandidate | undefined): string {
  if (certain.length > 1) return `several scenes are certain and cancel each other out: ${certain.slice(0, 5).map(({ sceneId, matcher }) => `${sceneId} by ${matcher}`).join(', ')}`
  if (best === undefined) return 'no matcher knows a scene for it'
  return `nothing is certain; the best is scene ${best.sceneId} at ${Math.round(best.score)} by ${best.matcher}: ${best.reason}`
}
