import type { FastifyRequest } from 'fastify'
import type { ProviderOptions } from './collaborators.js'
import { imageBaseOf } from './image-base.js'
import type { Pictures } from './finished-items.js'
import type { ImageAddress } from './mapper.js'

type Options = Pick<ProviderOptions, 'artworkUrls' | 'publicUrl' | 'trusts' | 'onImageBase'>

/** How pictures are addressed in the answer to this request; worked out for the first one, as an automatic match has none. */
export function imageAddress(request: FastifyRequest, options: Options): ImageAddress {
  let found: Pictures | undefined
  return (ref) => (found ??= picturesFor(request, options)).address(ref)
}

export function picturesFor(request: FastifyRequest, options: Options): Pictures {
  const base = toldBase(request, options)
  return { base, address: (ref) => (base === undefined ? undefined : options.artworkUrls.url(ref, base)) }
}

function toldBase(request: FastifyRequest, options: Options): string | undefined {
  const base = imageBaseOf(request, options)
  if (base !== undefined) options.onImageBase?.(base)
  return base
}
