import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { fault } from '../errors.js'

export interface PicturesOnlyOptions {
  /** Where pictures are asked for. */
  readonly publicUrl: string | undefined
  /** The address given to Plex. */
  readonly providerUrl: string | undefined
}

/**
 * Pictures may have to be reachable by Plex's cloud, the provider only by Plex: when the two have different addresses, what
 * arrives on the pictures' one gets pictures and nothing else.
 */
export const picturesOnly = fp(async (app: FastifyInstance, { publicUrl, providerUrl }: PicturesOnlyOptions) => {
  if (publicUrl === undefined || providerUrl === undefined) return
  const isPictures = hostTest(new URL(publicUrl), new URL(providerUrl))
  app.addHook('onRequest', (request, _reply, done) => {
    const isPicture = request.routeOptions.url?.startsWith('/artwork/') === true
    done(!isPicture && hostsOf(request).some(isPictures) ? fault('S2P_NOT_FOUND', {}) : undefined)
  })
}, { name: 'pictures-only', fastify: '5.x' })

/** Every host that the request claims to be for, whoever says so: a claim can only take rights away. */
function hostsOf({ headers }: FastifyRequest): readonly string[] {
  const forwarded = [headers['x-forwarded-host'], headers['x-original-host']].flat().flatMap((list) => list?.split(',') ?? [])
  const standard = [...(headers.forwarded ?? '').matchAll(/host="?([^";,\s]+)/gi)].map(([, host = '']) => host)
  return [headers.host ?? '', String(headers[':authority'] ?? ''), ...forwarded, ...standard].map((host) => host.trim())
}

/** A proxy may leave the port out, so it counts only where the names do not tell the two apart. */
function hostTest(pictures: URL, provider: URL): (host: string) => boolean {
  const name = nameOf(pictures.host)
  if (name !== nameOf(provider.host)) return (host) => nameOf(host) === name
  if (pictures.port === provider.port && pictures.protocol === provider.protocol) return () => false
  const port = pictures.port === '' ? ['', '80', '443'] : [pictures.port]
  return (host) => nameOf(host) === name && port.includes(/:(\d+)$/.exec(host)?.[1] ?? '') && !isProvider(host, provider)
}

function isProvider(host: string, provider: URL): boolean {
  return URL.canParse(`${provider.protocol}//${host}`) && new URL(`${provider.protocol}//${host}`).port === provider.port
}

function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')
}
