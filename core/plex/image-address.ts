import type { FastifyRequest } from 'fastify'
import type { ProviderOptions } from './collaborators.js'
import { imageBaseOf } from './image-base.js'
import type { ImageAddress } from './mapper.js'

type Options = Pick<ProviderOptions, 'artworkUrls' | 'publicUrl' | 'trusts' | 'onImageBase'>

/** How pictures are addressed in the answer to this request; worked out for the first one, as an automatic match has none. */
export function imageAddress(request: FastifyRequest, options: Options): ImageAddress {
  let found: { readonly base: string | undefined } | undefined
  return (ref) => {
    found ??= { base: toldBase(request, options) }
    return found.base === undefined ? undefined : options.artworkUrls.url(ref, found.base)
  }
}

function toldBase(request: FastifyRequest, options: Options): string | undefined {
  const base = imageBaseOf(request, options)
  if (base !== undefined) options.onImageBase?.(base)
  return base
}
