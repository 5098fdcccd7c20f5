import type { FastifyRequest } from 'fastify'
import type { ProviderOptions } from './collaborators.js'
import { imageBaseOf } from './image-base.js'
import type { ImageAddress } from './mapper.js'

/** How pictures are addressed in the answer to this request. */
export function imageAddress(request: FastifyRequest, options: Pick<ProviderOptions, 'artworkUrls' | 'publicUrl' | 'trusts' | 'onImageBase'>): ImageAddress {
  const base = imageBaseOf(request, options)
  if (base !== undefined) options.onImageBase?.(base)
  return (ref) => base === undefined ? undefined : options.artworkUrls.url(ref, base)
}
