import type { FastifyRequest } from 'fastify'

/** A name, an IPv4 or a bracketed IPv6 address, with or without port. Underscores are in the names of containers. */
const host = /^(?:[a-z\d](?:[\w.-]{0,251}[a-z\d])?|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i

const prefix = /^(?:\/[\w.~-]+)+$/
const longestPrefix = 1000

export interface ImageBaseOptions {
  readonly publicUrl: string | undefined
  /** Whether what a proxy at this address says counts; none when absent. */
  readonly trusts?: ((address: string | undefined) => boolean) | undefined
}

/**
 * Where pictures are asked for: `PUBLIC_URL`, else the address at which Plex reached us, a trusted proxy's prefix included.
 * Undefined when the request's Host header is none that could be put into an address.
 */
export function imageBaseOf(request: FastifyRequest, { publicUrl, trusts }: ImageBaseOptions): string | undefined {
  if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, '')
  const given = request.host
  const scheme = request.protocol === 'https' ? 'https' : 'http'
  if (!host.test(given)) return undefined
  const base = `${scheme}://${given}${prefixOf(request, trusts)}`
  return isAddress(base) ? base : undefined
}

const mostKnown = 100
const known = new Map<string, boolean>()

/** A port of 99999 or an address such as 1.2.3.4.5 looks like a host and is none. The same few come with every request. */
function isAddress(base: string): boolean {
  const told = known.get(base)
  if (told !== undefined) return told
  if (known.size >= mostKnown) known.clear()
  known.set(base, URL.canParse(base))
  return known.get(base) === true
}

function prefixOf({ headers, socket }: FastifyRequest, trusts: ImageBaseOptions['trusts']): string {
  const header = String(headers['x-forwarded-prefix'] ?? '')
  if (header === '' || header.length > longestPrefix || trusts?.(socket.remoteAddress) !== true) return ''
  const given = header.replace(/\/+$/, '')
  return prefix.test(given) ? given : ''
}
