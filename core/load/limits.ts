/** What a request is, as far as load is concerned. A route says it in its `config`; one that says nothing is never shed. */
export type LoadKind = 'match' | 'metadata' | 'picture'

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly load?: LoadKind
  }
}

export interface LoadLimits {
  /** Requests being answered at the same time; more are refused. */
  readonly inFlight: Readonly<Record<LoadKind, number>>
  /** Matches that wait for news from Stash, among those of `inFlight`: what the catalog knows never waits. */
  readonly waitingMatches: number
  /** Milliseconds that the event loop is late on average over `sampleMs`; beyond it nothing but matches is answered. */
  readonly loopDelayMs: number
  /** Beyond this delay matches are refused too. */
  readonly loopDelayForMatchesMs: number
  /** Long enough that one pause, as for a page of a thousand items, is no reason to refuse anybody. */
  readonly sampleMs: number
  /** Share of the largest heap that V8 allows; beyond it nothing but matches is answered. */
  readonly heapShare: number
}

/** Plex asks for some ten things at a time; several servers, or a client gone wild, may ask for hundreds. */
export const loadLimits: LoadLimits = {
  inFlight: { match: 1000, metadata: 500, picture: 200 },
  waitingMatches: 500,
  loopDelayMs: 500,
  loopDelayForMatchesMs: 2000,
  sampleMs: 2000,
  heapShare: 0.9,
}
