import type { Misbehaviour } from '../misbehave.js'

/** What can be made to go wrong, set at any time. `answer` is what the next `answers` requests get instead of an answer. */
export interface StashFaults {
  /** Waited before every answer, milliseconds. */
  delayMs: number
  answer: Misbehaviour | undefined
  answers: number
  /** To which requests `answer` goes. */
  answerTo: 'all' | 'graphql' | 'images'
  /** How many GraphQL requests still find the database locked. */
  databaseLocked: number
  /** A new Stash over an old database: `systemStatus` and `version` answer, everything else panics. */
  needsMigration: boolean
  /** Every scene's studio fails, so that data and errors come together. */
  partial: boolean
  /** Bytes that every scene's details have more. */
  hugeDetails: number
}

export function noFaults(): StashFaults {
  return { delayMs: 0, answer: undefined, answers: Number.POSITIVE_INFINITY, answerTo: 'all', databaseLocked: 0, needsMigration: false, partial: false, hugeDetails: 0 }
}
