import type { Readable } from 'node:stream'
import type { ImageKind, ImageRef } from '../../shared/domain/image.js'

export interface ImageResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readable
}

export interface ImageRequest {
  readonly method: 'GET' | 'HEAD'
  readonly headers?: Record<string, string>
  readonly signal?: AbortSignal
}

/** The part of the Stash client that hands out pictures: no redirect followed, coded errors when Stash is away. */
export interface ImageSource {
  image(pathAndQuery: string, request: ImageRequest): Promise<ImageResponse>
}

const paths: Record<ImageKind, (id: string) => string> = {
  scene: (id) => `/scene/${id}/screenshot`,
  performer: (id) => `/performer/${id}/image`,
  studio: (id) => `/studio/${id}/image`,
  tag: (id) => `/tag/${id}/image`,
  group: (id) => `/group/${id}/frontimage`,
  image: (id) => `/image/${id}/image`,
}

/** Stash's own address of a picture, without scheme and host. */
export function stashImagePath(ref: ImageRef): string {
  return `${paths[ref.kind](ref.id)}?t=${encodeURIComponent(ref.version)}`
}
