import { Pool } from 'undici'
import { CodedError } from '../../shared/coded-error.js'
import type { Logger } from '../../shared/plugin-api/call-context.js'
import { parseBaseUrl, type BaseUrl } from './base-url.js'
import { CallFailure, toFault, type CallTerms } from './call-failure.js'
import { CallPolicy } from './call-policy.js'
import { documents, type StashDocument } from './documents.js'
import { Feeler } from './feeler.js'
import { GraphqlTransport, type AttemptOptions, type PartialAnswer } from './graphql-transport.js'
import { ImageSource, type ImageAnswer, type ImageRequest } from './image-source.js'
import { Pulse } from './pulse.js'
import { Deadline } from '../../shared/deadline.js'
import { untilAborted } from '../../shared/until-aborted.js'

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
  /** Told how each GraphQL call ended: `ok`, `given-up`, or the code of the error. Must not throw. */
  readonly onCall?: (result: string) => void
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
}

/**
 * Asks Stash by GraphQL and for pictures. Every failure is a coded error `S2P_STASH_…` with status 503, except that a
 * caller who gives up gets the reason of the signal.
 */
export class StashClient {
  readonly #transport: GraphqlTransport
  readonly #images: ImageSource
  readonly #policy: CallPolicy
  readonly #pulse: Pulse
  readonly #feeler: Feeler
  readonly #terms: CallTerms
  readonly #onCall: (result: string) => void

  constructor(options: StashClientOptions) {
    const { apiKey, log, timeLimitMs = 8_000, concurrency = 4, largestAnswer = 64 * 2 ** 20, onCall = () => undefined } = options
    const base = parseStashUrl(options.url)
    const headers = identity(base, apiKey)
    const pool = (connections: number): Pool => openPool(base, connections, timeLimitMs)
    this.#onCall = onCall
    this.#terms = { url: base.shown, withKey: headers['ApiKey'] !== undefined, timeLimitMs }
    this.#feeler = new Feeler({ base, headers, pool: pool(1), largestAnswer })
    this.#policy = new CallPolicy({ concurrency, log, breaker: options.breaker ?? { failures: 5, restMs: 5_000 }, onRest: () => this.#pulse.feel() })
    this.#pulse = new Pulse({ ask: (signal) => this.#feeler.answers(signal), isResting: () => this.#policy.away, onAlive: () => this.#policy.wake() })
    this.#transport = new GraphqlTransport({ base, headers, pool: pool(concurrency), largestAnswer })
    this.#images = new ImageSource({ base, headers, pool: pool(2 * concurrency), timeLimitMs })
  }

  /** True while the breaker is open: calls fail at once, without asking Stash. */
  get away(): boolean {
    return this.#policy.away
  }

  /** Sends a query, never a mutation: it may be sent again. Any error in the answer is a failure. */
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
   * The body must be read or destroyed. Statuses other than 401, 403, 3xx and 502–504 are handed on, 304 too.
   */
  async image(pathAndQuery: string, request: ImageRequest): Promise<ImageAnswer> {
    try {
      return await this.#freshImage(pathAndQuery, request).catch((error: unknown) => {
        if (isLost(error)) return this.#freshImage(pathAndQuery, request)
        throw error
      })
    } catch (error) {
      throw this.#coded(error)
    }
  }

  /** The error for an answer that arrived but is not what was asked for. */
  unusable(why: string): CodedError {
    return toFault(new CallFailure('answer', why), this.#terms)
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    this.#pulse.close()
    await Promise.all([this.#transport.close(), this.#images.close(), this.#feeler.close()])
  }

  async #call<T>(
    document: StashDocument, variables: object, { signal, tolerate }: CallOptions & { readonly tolerate?: RegExp },
  ): Promise<PartialAnswer<T>> {
    const deadline = new Deadline({ ms: this.#terms.timeLimitMs, signals: [signal], reason: () => new CallFailure('slow') })
    try {
      const answer = await untilAborted(deadline.signal, this.#policy.run(() => this.#attempt<T>(document, variables, { signal: deadline.signal, tolerate })))
      this.#onCall('ok')
      return answer
    } catch (error) {
      const why = this.#coded(isPanic(error) ? await this.#explain(error, deadline.signal) : error)
      this.#onCall(why instanceof CodedError ? why.code : 'given-up')
      throw why
    } finally {
      deadline.clear()
    }
  }

  async #attempt<T>(document: StashDocument, variables: object, { signal, tolerate }: AttemptOptions): Promise<PartialAnswer<T>> {
    return await this.#pulse.watch((lost) => this.#transport.attempt<T>(document.text, variables, { signal: lost, tolerate }), signal)
  }

  async #freshImage(pathAndQuery: string, request: ImageRequest): Promise<ImageAnswer> {
    const given = request.signal === undefined ? [] : [request.signal]
    return await this.#pulse.watch((lost) => this.#images.fetch(pathAndQuery, { ...request, signal: AbortSignal.any([lost, ...given]) }))
  }

  /** A Stash that waits for its migration or set-up answers every look-up by a panic; only its status tells why. */
  async #explain(panic: CallFailure, signal: AbortSignal): Promise<CallFailure> {
    const ask = this.#transport.attempt<{ systemStatus?: { status?: unknown } }>(documents.status.text, {}, { signal, tolerate: undefined })
    const { data } = await ask.catch(() => ({ data: null }))
    const status = data?.systemStatus?.status
    return status === 'NEEDS_MIGRATION' || status === 'SETUP' ? new CallFailure('not-ready', status) : panic
  }

  #coded(error: unknown): unknown {
    return error instanceof CallFailure ? toFault(error, this.#terms) : error
  }
}

function isLost(error: unknown): boolean {
  return error instanceof CallFailure && error.kind === 'lost'
}

function isPanic(error: unknown): error is CallFailure {
  return error instanceof CallFailure && error.kind === 'panic'
}

function parseStashUrl(url: string): BaseUrl {
  try {
    return parseBaseUrl(url)
  } catch (error) {
    throw error instanceof CallFailure ? toFault(error, { url: 'STASH_URL', withKey: false, timeLimitMs: 0 }) : error
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
