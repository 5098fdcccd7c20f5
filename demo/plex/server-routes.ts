import type { FastifyInstance } from 'fastify'
import { request } from 'undici'
import { isAbsolute } from './answer-checks.js'
import { httpFault } from './http-fault.js'
import type { Query } from './listing.js'
import type { Parts } from './parts.js'
import { isPrivateAddress, refusesPrivateImages } from './private-address.js'

/** Who the server is, and the photo transcoder that clients load remote pictures through. */
export function serverRoutes(app: FastifyInstance, parts: Parts): void {
  const { machineIdentifier, version, faults } = parts
  app.get('/identity', () => ({ MediaContainer: { size: 0, claimed: true, machineIdentifier, version } }))
  app.get('/', () => ({ MediaContainer: { size: 0, friendlyName: 'sample', machineIdentifier, version, platform: 'Linux' } }))
  app.get<{ Querystring: Query }>('/photo/::/transcode', async ({ query }, reply) => {
    const url = query['url']
    if (!isAbsolute(url)) throw httpFault(400, 'the URL is not absolute')
    if (isPrivateAddress(url) && refusesPrivateImages(version) && !faults.allowPrivateImages) {
      throw httpFault(400, 'Refusing to connect: not a permitted destination for a caller-supplied URL')
    }
    const picture = await request(url, { headers: { 'user-agent': 'PlexMediaServer', accept: 'image/*' }, dispatcher: parts.dispatcher })
    return reply.code(picture.statusCode).type(String(picture.headers['content-type'])).send(picture.body)
  })
}
