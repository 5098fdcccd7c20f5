import type { GraphQLFormattedError } from 'graphql'
import type { RequestLog } from './request-log.js'
import type { Shelf } from './shelf.js'
import type { StashFaults } from './faults.js'

/** What a resolver has at hand. */
export interface StashContext {
  readonly shelf: Shelf
  readonly faults: StashFaults
  readonly log: RequestLog
  readonly minor: number
  /** Scheme and host as the client called them: Stash puts them in front of every URL. */
  readonly base: string
  readonly apiKey: string | undefined
  /** Every root field that failed, as gqlgen lists them: all of them, also when one of them leaves no data. */
  readonly failures: GraphQLFormattedError[]
  /** Whether the database is locked for the whole of this request. */
  readonly locked: boolean
}

/** Values of a type's fields that are not plain properties of the source. */
export type FieldsOf<Source> = Readonly<Record<string, (source: Source, args: Record<string, unknown>, context: StashContext) => unknown>>
