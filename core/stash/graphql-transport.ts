import { ClientError, GraphQLClient } from 'graphql-request'
import type { Pool } from 'undici'
import type { BaseUrl } from './base-url.js'
import { CallFailure } from './call-failure.js'
import { graphqlFailure, readErrors } from './graphql-failure.js'
import { graphqlFetch } from './graphql-fetch.js'

export interface GraphqlTransportOptions {
  readonly base: BaseUrl
  /** The ones that identify us. */
  readonly headers: Readonly<Record<string, string>>
  readonly pool: Pool
  /** Bytes. */
  readonly largestAnswer: number
}

export interface AttemptOptions {
  readonly signal: AbortSignal
  /** Messages that are a fact about an alias, not a failure. */
  readonly tolerate: RegExp | undefined
}

export interface PartialAnswer<T> {
  /** Null when Stash refused the whole answer for the sake of one field. */
  readonly data: T | null
  /** The aliases whose error was a tolerated one. */
  readonly failed: readonly string[]
}

/** One query over the wire and back. Rejects with a `CallFailure`, or with the signal's reason. */
export class GraphqlTransport {
  readonly #client: GraphQLClient
  readonly #options: GraphqlTransportOptions

  constructor(options: GraphqlTransportOptions) {
    this.#options = options
    this.#client = new GraphQLClient(`${options.base.shown}/graphql`, {
      fetch: graphqlFetch(options),
      headers: { ...options.headers, Accept: 'application/json' },
      excludeOperationName: true,
      errorPolicy: 'all',
    })
  }

  async attempt<T>(query: string, variables: object, { signal, tolerate }: AttemptOptions): Promise<PartialAnswer<T>> {
    signal.throwIfAborted()
    const { data, errors } = await this.#send(query, variables, signal)
    const faults = readErrors(errors)
    const failed = faults.map(({ message, path }) => (tolerate?.test(message) ? path[0] : undefined))
    if (!failed.every((alias) => typeof alias === 'string')) throw this.#failure(faults, variables)
    if (failed.length === 0 && !data) throw new CallFailure('answer', 'it has no data')
    return { data: (data ?? null) as T | null, failed }
  }

  async close(): Promise<void> {
    await this.#options.pool.destroy()
  }

  async #send(query: string, variables: object, signal: AbortSignal): Promise<{ data?: unknown, errors?: unknown }> {
    try {
      return await this.#client.rawRequest({ query, variables: { ...variables }, signal })
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (error instanceof CallFailure) throw error
      if (!(error instanceof ClientError)) throw new CallFailure('answer', 'broken JSON')
      const faults = readErrors(error.response.errors)
      if (faults.length === 0) throw new CallFailure('answer', `HTTP status ${error.response.status}`)
      throw this.#failure(faults, variables)
    }
  }

  #failure(faults: ReturnType<typeof readErrors>, variables: object): CallFailure {
    return graphqlFailure(faults, { variables, headers: this.#options.headers })
  }
}
