import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

const level = 4
const compressed = new Set(['application/json', 'image/svg+xml', 'text/html', 'text/plain'])
const gzipped = promisify(gzip)

/** Compresses what Stash compresses, for those who take gzip. */
export function compress(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const type = String(reply.getHeader('content-type') ?? '').split(';')[0] ?? ''
    const taken = request.headers['accept-encoding']?.includes('gzip') === true
    const whole = typeof payload === 'string' || Buffer.isBuffer(payload)
    if (!taken || !whole || reply.statusCode === 206 || !compressed.has(type)) return payload
    reply.header('content-encoding', 'gzip').header('vary', 'Accept-Encoding').removeHeader('content-length')
    return gzipped(payload, { level })
  })
}
