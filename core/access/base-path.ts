import type { IncomingMessage } from 'node:http'

/**
 * For fastify's `rewriteUrl`: takes off the path of the addresses that we are reached at, so that it makes no difference
 * whether a proxy before us strips it.
 */
export function withoutBasePath(addresses: readonly (string | undefined)[]): (request: Pick<IncomingMessage, 'url'>) => string {
  const paths = [...new Set(addresses.flatMap(pathOf))].sort((a, b) => b.length - a.length)
  return ({ url = '/' }) => {
    const base = paths.find((path) => url.startsWith(path) && /^[/?]|^$/.test(url.slice(path.length)))
    const rest = base === undefined ? url : url.slice(base.length)
    return rest.startsWith('/') ? rest : `/${rest}`
  }
}

function pathOf(address: string | undefined): string[] {
  const path = address === undefined ? '' : new URL(address).pathname.replace(/\/+$/, '')
  return path === '' ? [] : [path]
}
