import { Pool } from 'undici'
import { Deadline } from '../../shared/deadline.js'
import type { Logger, PlexSection } from '../../shared/plugin-api/index.js'
import { fault } from '../errors.js'
import { answerFault, requestFault } from './faults.js'
import { asNumber, asObject, asText, objectsIn, type Json } from './json.js'
import { readItem, readSection, type PlexItem } from './plex-item.js'

/** Bytes; a page of 1,000 items has about 3 MB. */
const LARGEST_ANSWER = 64 * 1024 * 1024

export interface PlexClientOptions {
  /** `http://host:32400`, with a base path where a reverse proxy adds one. */
  readonly url: string
  readonly token: string
  readonly log: Logger
  /** Milliseconds for one request, answer included. Default 8000. */
  readonly timeLimitMs?: number
}

export interface PageOptions {
  readonly start: number
  readonly size: number
  readonly sort: 'id:asc' | 'id:desc' | 'updatedAt:desc'
  /** Only items whose files have vanished, instead of all. */
  readonly trashed?: boolean
}

export interface PlexPage {
  readonly totalSize: number
  /** How many entries the page had; Plex may send fewer than were asked for, and `items` lacks those without a key. */
  readonly count: number
  readonly items: readonly PlexItem[]
}

/** Asks the Plex Media Server. Every failure is a coded error that carries neither the token nor anything of an answer. */
export class PlexClient {
  readonly #pool: Pool
  readonly #basePath: string
  /** For messages: without user, query or token. */
  readonly #shownUrl: string
  readonly #token: string
  readonly #log: Logger
  readonly #timeLimitMs: number

  constructor({ url, token, log, timeLimitMs = 8000 }: PlexClientOptions) {
    const { origin, pathname } = new URL(url)
    this.#basePath = pathname.replace(/\/+$/u, '')
    this.#shownUrl = origin + this.#basePath
    this.#pool = new Pool(origin, { connections: 4, connect: { timeout: timeLimitMs }, maxResponseSize: LARGEST_ANSWER })
    this.#token = token
    this.#log = log
    this.#timeLimitMs = timeLimitMs
  }

  /** Needs no token, so it tells a wrong address from a wrong token. */
  async identity(signal?: AbortSignal): Promise<{ readonly version: string, readonly machineIdentifier: string }> {
    const container = await this.#container('/identity', { signal, anonymous: true })
    return { version: asText(container['version']) ?? '', machineIdentifier: asText(container['machineIdentifier']) ?? '' }
  }

  async sections(signal?: AbortSignal): Promise<PlexSection[]> {
    const container = await this.#container('/library/sections', { signal })
    return objectsIn(container['Directory']).map(readSection).filter((section) => section !== undefined)
  }

  /** One page of a section's films. A section that is gone has none. */
  async page(sectionId: string, { start, size, sort, trashed = false }: PageOptions, signal?: AbortSignal): Promise<PlexPage> {
    const query = new URLSearchParams({ type: '1', sort, 'X-Plex-Container-Start': String(start), 'X-Plex-Container-Size': String(size), ...trashed ? { trash: '1' } : {} })
    const container = await this.#container(`/library/sections/${encodeURIComponent(sectionId)}/all?${query.toString()}`, { signal })
    const entries = objectsIn(container['Metadata'])
    return {
      totalSize: asNumber(container['totalSize']) ?? start + entries.length,
      count: entries.length,
      items: entries.map(readItem).filter((item) => item !== undefined),
    }
  }

  /** Undefined when Plex has no such item. */
  async item(ratingKey: string, signal?: AbortSignal): Promise<PlexItem | undefined> {
    const container = await this.#container(`/library/metadata/${encodeURIComponent(ratingKey)}`, { signal, mayBeGone: true })
    const [entry] = objectsIn(container['Metadata'])
    return entry === undefined ? undefined : readItem(entry)
  }

  /** Those of these items that Plex has. */
  async items(ratingKeys: readonly string[], signal?: AbortSignal): Promise<PlexItem[]> {
    const keys = ratingKeys.filter((key) => /^\d{1,15}$/u.test(key))
    if (keys.length === 0) return []
    const container = await this.#container(`/library/metadata/${keys.join(',')}`, { signal, mayBeGone: true })
    return objectsIn(container['Metadata']).map(readItem).filter((item) => item !== undefined)
  }

  /** Any other call; the status is for the caller to judge, but for those that every call may meet. Without a body, the container is empty. */
  async send(method: Method, path: string, signal?: AbortSignal): Promise<{ readonly status: number, readonly container: Json }> {
    const { status, text } = await this.#request(path, { method, signal })
    // 403 is also what an operation is refused with that others depend on; the token is not at fault then.
    if (status === 401 || status === 498 || status >= 500) throw answerFault(this.#shownUrl, status)
    return { status, container: asObject(asObject(parsed(text))?.['MediaContainer']) ?? {} }
  }

  /** Where Plex is asked, fit to be shown. */
  get url(): string {
    return this.#shownUrl
  }

  async close(): Promise<void> {
    await this.#pool.destroy()
  }

  async #container(path: string, options: RequestOptions): Promise<Json> {
    const { status, text } = await this.#request(path, options)
    if (status === 404 && options.mayBeGone === true) return {}
    if (status !== 200) throw answerFault(this.#shownUrl, status)
    const container = asObject(asObject(parsed(text))?.['MediaContainer'])
    if (container === undefined) throw fault('S2P_PLEX_ANSWER', { url: this.#shownUrl, why: 'it is no MediaContainer in JSON' })
    return container
  }

  async #request(path: string, { method = 'GET', signal, anonymous = false }: RequestOptions): Promise<{ status: number, text: string }> {
    const deadline = new Deadline({ ms: this.#timeLimitMs, signals: [signal] })
    try {
      const { statusCode, body } = await this.#pool.request({
        method,
        path: this.#basePath + path,
        headers: { ...STATIC_HEADERS, ...anonymous ? {} : { 'x-plex-token': this.#token } },
        signal: deadline.signal,
      })
      const text = await body.text()
      this.#log.debug({ path: path.replace(/\?.*/u, ''), status: statusCode, bytes: text.length }, 'asked Plex')
      return { status: statusCode, text }
    } catch (error) {
      throw requestFault(this.#shownUrl, error, { timeIsUp: deadline.timeIsUp, seconds: this.#timeLimitMs / 1000 })
    } finally {
      deadline.clear()
    }
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

interface RequestOptions {
  readonly method?: Method
  readonly signal: AbortSignal | undefined
  readonly anonymous?: boolean
  readonly mayBeGone?: boolean
}

const STATIC_HEADERS = {
  accept: 'application/json',
  'x-plex-client-identifier': 'stash2plex',
  'x-plex-product': 'Stash2Plex',
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's message quotes the answer.
    return undefined
  }
}
