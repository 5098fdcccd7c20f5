import type { Candidate } from '../../shared/plugin-api/index.js'

export interface RankedCandidate extends Candidate {
  /** The name of the matcher that gave the score. */
  readonly matcher: string
}

/** How far the catalog could be brought up to date for one request; `crowded`: too many wait for that already. */
export type CatchUpResult = 'caught-up' | 'filling' | 'stash-away' | 'crowded'

/** One asking of one matcher. */
export interface AskedMatcher {
  /** 2 after a catch-up. */
  readonly round: 1 | 2
  readonly plugin: string
  readonly matcher: string
  /** `declined`: its `accepts` said no. `failed`: it threw, ran out of time or answered rubbish. */
  readonly said: 'candidates' | 'nothing' | 'declined' | 'failed'
  readonly candidates: readonly Candidate[]
  /** True when its certainty did not count, because the first sync was still running. */
  readonly heldBack: boolean
  /** Why it failed. */
  readonly fault: string | undefined
  readonly ms: number
}

/** Who was asked, what they said, and what came of it. */
export interface MatchTrace {
  readonly requestId: string
  readonly manual: boolean
  readonly asked: readonly AskedMatcher[]
  readonly catchUp: { readonly result: CatchUpResult | 'failed', readonly ms: number } | undefined
  /** The decision in one sentence. */
  readonly why: string
  readonly ms: number
}

export type MatchDecision =
  | { readonly kind: 'matched', readonly candidate: RankedCandidate, readonly why: string }
  /** Fix Match: 1 to 10 scenes, best first. */
  | { readonly kind: 'choices', readonly candidates: readonly RankedCandidate[], readonly why: string }
  /** Stash has no scene that is certainly this file; or it has (`refused`), but not one that the settings let through. */
  | { readonly kind: 'none', readonly why: string, readonly refused?: true }
  /** It cannot be said at this time: Plex should ask again. */
  | { readonly kind: 'unknown', readonly why: string }

export type MatchOutcome = MatchDecision & { readonly trace: MatchTrace }
