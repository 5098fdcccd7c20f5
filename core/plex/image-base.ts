import type { FastifyRequest } from 'fastify'

/** A name, an IPv4 or a bracketed IPv6 address, with or without port. Underscores are in the names of containers. */
const host = /^(?:[a-z\d](?:[\w.-]{0,251}[a-z\d])?|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i

/**
 * Where pictures are asked for: `PUBLIC_URL`, else the address at which Plex reached us. Undefined when the request's Host
 * header is none that could be put into an address.
 */
export function imageBaseOf(request: FastifyRequest, publicUrl: string | undefined): string | undefined {
  if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, '')
  const given = request.host
  return host.test(given) ? `${request.protocol}://${given}` : undefined
}
