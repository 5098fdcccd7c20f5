import type { FastifyRequest } from 'fastify'
import type { PlexImage, PlexMatch } from './plex-json.js'
import { IDENTIFIER } from './rating-key.js'

/** The part of a list that Plex asks for, counted from 0. */
export interface Page {
  readonly start: number
  /** Undefined: all that is left. */
  readonly size: number | undefined
}

export const wholeList: Page = { start: 0, size: undefined }

/** Reads `X-Plex-Container-Start` and `-Size`, which Plex sends as headers or in the query. What is no number counts as absent. */
export function pageOf(request: FastifyRequest): Page {
  return { start: countOf(request, 'Start') ?? 0, size: countOf(request, 'Size') }
}

function countOf(request: FastifyRequest, name: 'Start' | 'Size'): number | undefined {
  const query = request.query as Readonly<Record<string, unknown>>
  const given = request.headers[`x-plex-container-${name.toLowerCase()}`] ?? query[`X-Plex-Container-${name}`]
  return typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : undefined
}

export function metadataContainer(items: readonly PlexMatch[], page: Page = wholeList): object {
  const { shown, counts } = cut(items, page)
  return { MediaContainer: { ...counts, Metadata: shown } }
}

/** The same for items that are JSON texts already, as a JSON text. */
export function metadataContainerText(items: readonly string[]): string {
  const counts = JSON.stringify(cut(items, wholeList).counts)
  return `{"MediaContainer":${counts.slice(0, -1)},"Metadata":[${items.join(',')}]}}`
}

/** Pictures lie in the container itself. */
export function imagesContainer(images: readonly PlexImage[], page: Page): object {
  const { shown, counts } = cut(images, page)
  return { MediaContainer: { ...counts, Image: shown } }
}

function cut<T>(items: readonly T[], { start, size }: Page): { readonly shown: readonly T[], readonly counts: object } {
  const shown = items.slice(start, size === undefined ? undefined : start + size)
  return { shown, counts: { offset: start, totalSize: items.length, identifier: IDENTIFIER, size: shown.length } }
}
