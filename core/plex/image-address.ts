import type { FastifyRequest } from 'fastify'
import type { ProviderOptions } from './collaborators.js'
import { imageBaseOf } from './image-base.js'
import type { ImageAddress } from './mapper.js'

/** How pictures are addressed in the answer to this request. */
export function imageAddress(request: FastifyRequest, { artworkUrls, publicUrl }: Pick<ProviderOptions, 'artworkUrls' | 'publicUrl'>): ImageAddress {
  const base = imageBaseOf(request, publicUrl)
  return (ref) => base === undefined ? undefined : artworkUrls.url(ref, base)
}
