import type { Readable } from 'node:stream'
import type { Dispatcher, Pool } from 'undici'
import { Deadline } from '../../shared/deadline.js'
import { fault } from '../errors.js'
import { type BaseUrl, pathBelow } from './base-url.js'
import { CallFailure } from './call-failure.js'
import { networkFailure, statusFailure } from './http-failure.js'

export interface ImageRequest {
  readonly method: 'GET' | 'HEAD'
  /** Such as `If-None-Match`, `Range`. */
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

export interface ImageAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Must be read or destroyed. */
  readonly body: Readable
}

export interface ImageSourceOptions {
  readonly base: BaseUrl
  /** The ones that identify us. */
  readonly headers: Readonly<Record<string, string>>
  /** Until the answer's headers, and between two pieces of its body. */
  readonly timeLimitMs: number
  /** Its own, so that covers never take the connections of queries. */
  readonly pool: Pool
}

/** Streams pictures from Stash. Rejects with a `CallFailure`. */
export class ImageSource {
  readonly #options: ImageSourceOptions

  constructor(options: ImageSourceOptions) {
    this.#options = options
  }

  async fetch(pathAndQuery: string, request: ImageRequest): Promise<ImageAnswer> {
    const path = pathBelow(this.#options.base, pathAndQuery)
    if (path === undefined) throw fault('S2P_BAD_REQUEST', { why: 'the picture\'s path leads out of Stash' })
    const deadline = new Deadline({ ms: this.#options.timeLimitMs, signals: [request.signal], reason: () => new CallFailure('slow') })
    try {
      const answer = await this.#open(path, request, deadline)
      deadline.stopClock()
      answer.body.once('close', () => deadline.clear())
      return answer
    } catch (error) {
      deadline.clear()
      throw error
    }
  }

  async close(): Promise<void> {
    await this.#options.pool.destroy()
  }

  async #open(path: string, { method, headers }: ImageRequest, deadline: Deadline): Promise<ImageAnswer> {
    const answer = await this.#send({ path, method, headers: { ...headers, ...this.#options.headers }, signal: deadline.signal })
    // undici gives an error event even when a body is merely destroyed; unheard, it would end the process.
    const body = answer.body.on('error', () => {})
    const failure = statusFailure(answer.statusCode, first(answer.headers['location']))
    if (!failure) return { status: answer.statusCode, headers: flat(answer.headers), body }
    body.destroy()
    throw failure
  }

  async #send(request: Dispatcher.RequestOptions & { signal: AbortSignal }): Promise<Dispatcher.ResponseData> {
    try {
      request.signal.throwIfAborted()
      return await this.#options.pool.request(request)
    } catch (error) {
      throw request.signal.aborted ? request.signal.reason : networkFailure(error)
    }
  }
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

function flat(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')])
  return Object.fromEntries(entries) as Record<string, string>
}
