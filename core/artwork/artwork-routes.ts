import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fault } from '../errors.js'
import { withinBudget } from '../request-budget.js'
import type { ArtworkPath, ArtworkUrls } from './artwork-urls.js'
import { fetchImage } from './fetch-image.js'
import type { ServedImage } from './fetch-image.js'
import type { ImageSource } from './stash-images.js'

export interface ArtworkRoutesOptions {
  readonly artworkUrls: ArtworkUrls
  readonly stash: ImageSource
  /** Bytes; 64 MiB when absent. */
  readonly maxBytes?: number
  /** How long Stash may take to begin its answer, in milliseconds; 10,000 when absent. */
  readonly timeLimitMs?: number
}

type ArtworkRequest = FastifyRequest<{ Params: ArtworkPath }>

/** The address carries the picture's version, so what it names never changes. */
const foreverFresh = 'public, max-age=31536000, immutable'

/** A studio's logo may be an SVG, which can carry scripts: a browser that opens it must run none. */
const harmless = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}

/** `GET` and `HEAD /artwork/<kind>/<id>/<version>/<signature>`: Stash's pictures, streamed to whoever has a signed address. */
export async function artworkRoutes(app: FastifyInstance, options: ArtworkRoutesOptions): Promise<void> {
  app.route<{ Params: ArtworkPath }>({
    method: ['GET', 'HEAD'],
    url: '/artwork/:kind/:id/:version/:signature',
    config: { load: 'picture' },
    handler: (request, reply) => answer(request, reply, options),
  })
}

async function answer(request: ArtworkRequest, reply: FastifyReply, options: ArtworkRoutesOptions): Promise<FastifyReply> {
  const ref = options.artworkUrls.verify(request.params)
  if (ref === undefined) throw fault('S2P_IMAGE_NOT_SIGNED', {})
  const limitMs = options.timeLimitMs ?? 10_000
  const image = await withinBudget(reply, limitMs, (abort) => fetchImage(options.stash, ref, {
    method: request.method === 'HEAD' ? 'HEAD' : 'GET',
    ifNoneMatch: request.headers['if-none-match'],
    maxBytes: options.maxBytes ?? 64 * 1024 * 1024,
    signal: abort.signal(),
  }))
  return send(reply, image)
}

function send(reply: FastifyReply, image: ServedImage): FastifyReply {
  reply.code(image.status).headers({ ...image.headers, ...harmless, 'cache-control': foreverFresh })
  return image.body === undefined ? reply.send() : reply.send(image.body)
}
