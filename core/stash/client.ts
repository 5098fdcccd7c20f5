import { ClientError, GraphQLClient } from 'graphql-request'
import { Pool } from 'undici'
import type { CodedError } from '../../shared/coded-error.js'
import type { Logger } from '../../shared/plugin-api/call-context.js'
import { parseBaseUrl, type BaseUrl } from './base-url.js'
import { CallFailure, toFault, type CallTerms } from './call-failure.js'
import { CallPolicy } from './call-policy.js'
import { Deadline } from './deadline.js'
import { documents, type StashDocument } from './documents.js'
import { graphqlFailure, readErrors } from './graphql-failure.js'
import { graphqlFetch } from './graphql-fetch.js'
import { ImageSource, type ImageAnswer, type ImageRequest } from './image-source.js'
import { untilAborted } from './until-aborted.js'

export interface StashClientOptions {
  /** As a person writes it: with or without base path, `/graphql` or slash at the end. */
  readonly url: string
  readonly apiKey?: string | undefined
  readonly log: Logger
  /** For one call in all, waiting and retries included; 8,000 when absent. */
  readonly timeLimitMs?: number
  /** Connections, and so calls under way; 4 when absent. */
  readonly concurrency?: number
  /** Bytes; 64 MB when absent. */
  readonly largestAnswer?: number
  /** After how many outages in a row Stash is left alone for how long; 5 and 5,000 ms when absent. */
  readonly breaker?: { readonly failures: number, readonly restMs: number }
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
}

export interface PartialAnswer<T> {
  /** Null when Stash refused the whole answer for the sake of one field. */
  readonly data: T | null
  /** The aliases whose error was a tolerated one. */
  readonly failed: readonly string[]
}

/**
 * Asks Stash by GraphQL and for pictures. Every failure is a coded error `S2P_STASH_…` with status 503, except that a
 * caller who gives up gets the reason of the signal.
 */
export class StashClient {
  readonly #graphql: GraphQLClient
  readonly #pool: Pool
  readonly #images: ImageSource
  readonly #policy: CallPolicy
  readonly #terms: CallTerms
  readonly #headers: Readonly<Record<string, string>>

  constructor(options: StashClientOptions) {
    const { apiKey, log, timeLimitMs = 8_000, concurrency = 4, largestAnswer = 64 * 2 ** 20 } = options
    const base = parseStashUrl(options)
    const headers = identity(base, apiKey)
    this.#headers = headers
    this.#terms = { url: base.shown, withKey: headers['ApiKey'] !== undefined, timeLimitMs }
    this.#pool = openPool(base, concurrency, timeLimitMs)
    this.#images = new ImageSource({ base, headers, timeLimitMs, pool: openPool(base, 2 * concurrency, timeLimitMs) })
    this.#policy = new CallPolicy({ concurrency, log, breaker: options.breaker ?? { failures: 5, restMs: 5_000 } })
    this.#graphql = new GraphQLClient(`${base.shown}/graphql`, {
      fetch: graphqlFetch({ pool: this.#pool, largestAnswer }),
      headers: { ...headers, Accept: 'application/json' },
      excludeOperationName: true,
      errorPolicy: 'all',
    })
  }

  /** True while the breaker is open: calls fail at once, without asking Stash. */
  get away(): boolean {
    return this.#policy.away
  }

  /** Sends a query. Any error in the answer is a failure. */
  async request<T>(document: StashDocument, variables: object, { signal }: CallOptions = {}): Promise<T> {
    const { data } = await this.#call<T>(document, variables, { signal })
    return data as T
  }

  /** Sends a query and takes errors whose message is a tolerated one for a fact about their alias. */
  async requestPart<T>(
    document: StashDocument, variables: object, options: CallOptions & { readonly tolerate: RegExp },
  ): Promise<PartialAnswer<T>> {
    return await this.#call<T>(document, variables, options)
  }

  /**
   * Fetches a picture. `pathAndQuery` begins with a slash and is meant below Stash's address. Redirects are not followed.
   * The body must be read or destroyed. Statuses other than 401, 403, 3xx and 502–504 are handed on.
   */
  async image(pathAndQuery: string, request: ImageRequest): Promise<ImageAnswer> {
    try {
      return await this.#images.fetch(pathAndQuery, request)
    } catch (error) {
      throw this.#coded(error)
    }
  }

  /** The error for an answer that arrived but is not what was asked for. */
  unusable(why: string): CodedError {
    return toFault(new CallFailure('answer', why), this.#terms)
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.destroy(), this.#images.close()])
  }

  async #call<T>(
    document: StashDocument, variables: object, { signal, tolerate }: CallOptions & { readonly tolerate?: RegExp },
  ): Promise<PartialAnswer<T>> {
    const deadline = new Deadline(this.#terms.timeLimitMs, signal)
    const ask = <A>(text: string, values: object): Promise<PartialAnswer<A>> =>
      untilAborted(deadline.signal, this.#policy.run(() => this.#attempt<A>(text, values, { signal: deadline.signal, tolerate })))
    try {
      return await ask<T>(document.text, variables).catch(async (error: unknown) => {
        throw isPanic(error) ? await this.#explain(error, () => ask(documents.status.text, {})) : error
      })
    } catch (error) {
      throw this.#coded(error)
    } finally {
      deadline.clear()
    }
  }

  async #attempt<T>(
    text: string, variables: object, { signal, tolerate }: { signal: AbortSignal, tolerate: RegExp | undefined },
  ): Promise<PartialAnswer<T>> {
    signal.throwIfAborted()
    const { data, errors } = await this.#send(text, variables, signal)
    const faults = readErrors(errors)
    const failed = faults.map(({ message, path }) => (tolerate?.test(message) ? path[0] : undefined))
    if (failed.every((alias) => typeof alias === 'string')) {
      if (faults.length === 0 && !data) throw new CallFailure('answer', 'it has no data')
      return { data: (data ?? null) as T | null, failed }
    }
    throw graphqlFailure(faults, { variables, headers: this.#headers })
  }

  async #send(text: string, variables: object, signal: AbortSignal): Promise<{ data?: unknown, errors?: unknown }> {
    try {
      return await this.#graphql.rawRequest({ query: text, variables: { ...variables }, signal })
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (error instanceof CallFailure) throw error
      if (!(error instanceof ClientError)) throw new CallFailure('answer', 'broken JSON')
      const errors = readErrors(error.response.errors)
      throw errors.length === 0
        ? new CallFailure('answer', `HTTP status ${error.response.status}`)
        : graphqlFailure(errors, { variables, headers: this.#headers })
    }
  }

  /** A Stash that waits for its migration or set-up answers every look-up by a panic; only its status tells why. */
  async #explain(panic: CallFailure, askStatus: () => Promise<PartialAnswer<unknown>>): Promise<CallFailure> {
    const { data } = await askStatus().catch(() => ({ data: null }))
    const status = (data as { systemStatus?: { status?: unknown } } | null)?.systemStatus?.status
    return status === 'NEEDS_MIGRATION' || status === 'SETUP' ? new CallFailure('not-ready', status) : panic
  }

  #coded(error: unknown): unknown {
    return error instanceof CallFailure ? toFault(error, this.#terms) : error
  }
}

function isPanic(error: unknown): error is CallFailure {
  return error instanceof CallFailure && error.kind === 'panic'
}

function parseStashUrl({ url, timeLimitMs = 0 }: StashClientOptions): BaseUrl {
  try {
    return parseBaseUrl(url)
  } catch (error) {
    throw error instanceof CallFailure ? toFault(error, { url: 'STASH_URL', withKey: false, timeLimitMs }) : error
  }
}

/** A Stash without password refuses any key, so none is sent when none is configured. */
function identity({ authorization }: BaseUrl, apiKey: string | undefined): Record<string, string> {
  return {
    ...(authorization !== undefined && { Authorization: authorization }),
    ...(apiKey !== undefined && apiKey !== '' && { ApiKey: apiKey }),
  }
}

function openPool({ origin }: BaseUrl, connections: number, timeLimitMs: number): Pool {
  return new Pool(origin, {
    connections,
    connect: { timeout: Math.min(timeLimitMs, 3_000) },
    headersTimeout: timeLimitMs,
    bodyTimeout: timeLimitMs,
  })
}
