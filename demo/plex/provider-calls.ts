import { request } from 'undici'
import type { Dispatcher } from 'undici'
import type { PlexFaults } from './faults.js'
import type { JsonObject } from './plex-item.js'

/** A provider's answer as Plex sees it; `status` is undefined when no answer came. */
export type ProviderAnswer =
  | { readonly ok: true; readonly container: JsonObject }
  | { readonly ok: false; readonly status: number | undefined; readonly reason: string }

export interface CallerOptions {
  readonly dispatcher: Dispatcher
  readonly faults: PlexFaults
  readonly machineIdentifier: string
}

/** The HTTP side of calling a provider: Plex's own headers, no token, one time limit, JSON or nothing. */
export class ProviderCaller {
  readonly #options: CallerOptions

  constructor(options: CallerOptions) {
    this.#options = options
  }

  /** The provider document, whole. */
  manifest(root: string): Promise<ProviderAnswer> {
    return this.#send(`${root.replace(/\/+$/, '')}?includePreferences=1`, {})
  }

  /** The `MediaContainer` of an answer. */
  async get(url: string): Promise<ProviderAnswer> {
    return unwrapped(await this.#send(url, {}))
  }

  async post(url: string, body: JsonObject): Promise<ProviderAnswer> {
    return unwrapped(await this.#send(url, { method: 'POST', body: JSON.stringify(body) }))
  }

  async #send(url: string, { method = 'GET', body }: { method?: 'GET' | 'POST'; body?: string }): Promise<ProviderAnswer> {
    const limit = this.#options.faults.providerTimeLimitMs
    try {
      const response = await request(url, {
        method, body: body ?? null, headers: this.#headers(body), dispatcher: this.#options.dispatcher, signal: AbortSignal.timeout(limit),
      })
      return readJson(response.statusCode, String(response.headers['content-type']), await response.body.text())
    } catch (error) {
      const late = (error as Error).name === 'TimeoutError'
      return { ok: false, status: undefined, reason: late ? `no answer within ${limit} ms` : `not reachable: ${(error as Error).message}` }
    }
  }

  #headers(body: string | undefined): Record<string, string> {
    return {
      accept: 'application/json',
      'x-plex-client-identifier': this.#options.machineIdentifier,
      'x-plex-product': 'Plex Media Server',
      'x-plex-device-name': 'sample',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    }
  }
}

function readJson(status: number, type: string, text: string): ProviderAnswer {
  if (status !== 200) return { ok: false, status, reason: `status ${status}` }
  if (!type.startsWith('application/json')) return { ok: false, status, reason: `content type ${type} is not JSON` }
  try {
    const container: unknown = JSON.parse(text)
    if (container !== null && typeof container === 'object') return { ok: true, container: container as JsonObject }
  } catch {
    // Falls through to the one answer for everything that is no JSON object.
  }
  return { ok: false, status, reason: `JSON parse failure, 'syntax error' at 1:1` }
}

function unwrapped(answer: ProviderAnswer): ProviderAnswer {
  if (!answer.ok) return answer
  const container = answer.container['MediaContainer']
  if (container === null || typeof container !== 'object') return { ok: false, status: 200, reason: 'there is no MediaContainer' }
  return { ok: true, container: container as JsonObject }
}
