import type { MatchHints } from '../../shared/plugin-api/matcher.js'
import type { MatchOutcome } from '../match/match-outcome.js'
import type { PendingMatches } from './pending-matches.js'

/** Remembers a file whose scene cannot be known yet, and forgets it once Plex got an answer. */
export function noteOutcome(pending: PendingMatches, { filename, title, manual }: MatchHints, outcome: MatchOutcome): void {
  if (manual || filename === undefined) return
  if (outcome.kind === 'unknown') pending.add({ filename, title, why: outcome.why })
  else pending.answered(filename)
}
