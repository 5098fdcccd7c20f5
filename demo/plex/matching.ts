import type { Dispatcher } from 'undici'
import { isAbsolute, ratingKeyIn, readImages, readMatches, readMetadata } from './answer-checks.js'
import type { MatchResult } from './answer-checks.js'
import { fetchImage } from './image-fetch.js'
import type { JsonObject, PlexItem } from './plex-item.js'
import { unixNow } from './plex-item.js'
import type { ProviderAnswer, ProviderCaller } from './provider-calls.js'
import type { Provider } from './providers.js'

/** What the server made of one item. */
export type Outcome =
  | { readonly kind: 'matched'; readonly guid: string }
  | { readonly kind: 'none' }
  /** The match call failed; `status` is undefined when no answer came. */
  | { readonly kind: 'error'; readonly status: number | undefined }
  /** The match answer is of no use to the server. */
  | { readonly kind: 'refused' }

/** Collects what was refused, and what is odd but passes. */
export interface Findings {
  readonly refused: string[]
  readonly notes: string[]
}

const EXTRAS = 'updating=1&X-Plex-Container-Size=50&X-Plex-Container-Start=0&X-Plex-Country=US&X-Plex-Language=en-US'

/** The conversation with a provider about one item: match it, then describe it. */
export class Matching {
  readonly #caller: ProviderCaller
  readonly #dispatcher: Dispatcher

  constructor(caller: ProviderCaller, dispatcher: Dispatcher) {
    this.#caller = caller
    this.#dispatcher = dispatcher
  }

  /** Posts a match and takes the best result as the item's guid. */
  async match(item: PlexItem, provider: Provider, o: { body: JsonObject; findings: Findings }): Promise<Outcome> {
    const results = await this.search(provider, o.body)
    if ('error' in results) {
      if (results.refused !== undefined) o.findings.refused.push(results.refused)
      return results.error
    }
    const [best, ...others] = results.value
    if (best === undefined) return { kind: 'none' }
    if (others.length > 0) o.findings.notes.push(`an automatic match has ${others.length + 1} results`)
    const key = ratingKeyIn(best.guid, provider.identifier, item)
    if ('refused' in key) {
      o.findings.refused.push(key.refused)
      return { kind: 'refused' }
    }
    Object.assign(item, { guid: best.guid, title: best.title, year: best.year, updatedAt: unixNow() })
    return { kind: 'matched', guid: best.guid }
  }

  /** Posts a match and answers what came, unapplied. */
  async search(provider: Provider, body: JsonObject): Promise<{ value: MatchResult[] } | { error: Outcome; refused?: string }> {
    const answer = await this.#caller.post(provider.uri + provider.matchKey, body)
    if (!answer.ok) return answer.status === 200 ? { error: { kind: 'refused' }, refused: answer.reason } : { error: { kind: 'error', status: answer.status } }
    const read = readMatches(answer.container, provider.identifier)
    return 'refused' in read ? { error: { kind: 'refused' }, refused: read.refused } : read
  }

  /** Asks for all that describes a matched item; what is of no use leaves the item as it was. */
  async describe(item: PlexItem, provider: Provider, findings: Findings): Promise<void> {
    const key = ratingKeyIn(item.guid, provider.identifier, item)
    if ('refused' in key) return void findings.refused.push(key.refused)
    const address = `${provider.uri}${provider.metadataKey}/${key.value}`
    const answer = await this.#caller.get(address)
    if (!answer.ok) return void findings.refused.push(`metadata: ${answer.reason}`)
    const read = readMetadata(answer.container, { guid: item.guid, ratingKey: key.value })
    if ('refused' in read) return void findings.refused.push(read.refused)
    keep(item, read.value)
    if (read.value['originallyAvailableAt'] === undefined) findings.notes.push('originallyAvailableAt is absent')
    await Promise.all([this.#images(address, findings), this.#extras(address, findings), this.#poster(read.value, findings)])
  }

  async #images(address: string, { refused }: Findings): Promise<void> {
    const answer = await this.#caller.get(`${address}/images`)
    if (!answer.ok) return void refused.push(`images: ${answer.reason}`)
    const read = readImages(answer.container)
    if ('refused' in read) refused.push(read.refused)
  }

  async #extras(address: string, { refused }: Findings): Promise<void> {
    const answer: ProviderAnswer = await this.#caller.get(`${address}/extras?${EXTRAS}`)
    if (!answer.ok) refused.push(`extras: ${answer.reason}`)
  }

  async #poster(metadata: JsonObject, { refused, notes }: Findings): Promise<void> {
    const poster = metadata['thumb'] ?? (metadata['Image'] as JsonObject[] | undefined)?.find((image) => image['type'] === 'coverPoster')?.['url']
    if (poster === undefined) return void notes.push('the item has no poster')
    if (!isAbsolute(poster)) return void refused.push('the poster is no absolute URL')
    const check = await fetchImage(poster, this.#dispatcher)
    if (check.refused !== undefined) refused.push(check.refused)
    notes.push(...check.notes)
  }
}

function keep(item: PlexItem, metadata: JsonObject): void {
  Object.assign(item, { metadata, title: metadata['title'], year: metadata['year'], updatedAt: unixNow() })
}
