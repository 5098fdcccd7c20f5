import type { Misbehaviour } from '../misbehave.js'

/** What a test may do to the sample Plex while it runs. */
export interface PlexFaults {
  /** Every connection is cut without an answer. */
  away: boolean
  /** 503 on everything but `/identity`, as while the real server starts. */
  starting: boolean
  /** 500 on everything but `/identity`. */
  failing: boolean
  /** What every request gets instead of an answer, as from a proxy before it or a machine that has come to a standstill. */
  answer: Misbehaviour | undefined
  /** Milliseconds before every answer. */
  delayMs: number
  /** The one token that is accepted; change it to revoke what clients hold. */
  token: string
  /** From 1.43.5 on the photo transcoder refuses private addresses; this lets them pass all the same. */
  allowPrivateImages: boolean
  /** How long a provider may take, 90 s on the real server. */
  providerTimeLimitMs: number
  /** Whether Refresh posts a match again before it asks for the metadata; observers disagree about the real server. */
  rematchOnRefresh: boolean
}

export function noFaults(token: string): PlexFaults {
  return {
    away: false, starting: false, failing: false, answer: undefined, delayMs: 0, token,
    allowPrivateImages: false, providerTimeLimitMs: 90_000, rematchOnRefresh: false,
  }
}
