import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { jpeg, png, svg } from './pictures.js'
import type { Picture } from './pictures.js'
import type { RequestLog } from './request-log.js'
import type { Shelf } from './shelf.js'

export interface ImageOptions {
  readonly shelf: Shelf
  readonly log: RequestLog
  /** Bytes of a scene's cover; told for each, so that a test can have a huge one among small ones. */
  readonly coverBytes: (sceneId: number) => number
}

interface ImageRequest { readonly id: number, readonly standIn: boolean }
type Draw = (asked: ImageRequest, options: ImageOptions) => Picture | undefined
interface Pictured { readonly id: number, readonly hasImage: boolean }

const pages = 3

/** Scenes never answer 404 for a missing cover: a placeholder comes with status 200, and nothing in the URL tells. */
const sceneCover: Draw = ({ id }, { shelf, coverBytes }) => {
  const scene = shelf.scene(id)
  if (scene === undefined) return undefined
  if (!scene.hasCover) return svg('no cover')
  return jpeg(`scene ${id} ${scene.updatedAt}`, { shade: id, bytes: coverBytes(id) })
}

function portrait(list: (shelf: Shelf) => readonly Pictured[], draw: (id: number) => Picture, standInPicture: Picture): Draw {
  return ({ id, standIn }, { shelf }) => {
    const entity = list(shelf)[id - 1]
    if (entity === undefined) return undefined
    return entity.hasImage && !standIn ? draw(id) : standInPicture
  }
}

const logo = (id: number) => id % pages === 0 ? svg(`logo ${id}`) : png(id, { width: 400, height: 200 })
const drawn: Readonly<Record<string, Draw>> = {
  '/scene/:id/screenshot': sceneCover,
  '/image/:id/image': ({ id }) => jpeg(`image ${id}`, { shade: id, bytes: 9000 }),
  '/performer/:id/image': portrait(({ library }) => library.performers, (id) => png(id, { width: 200, height: 300 }), png(1, { width: 100, height: 150 })),
  '/studio/:id/image': portrait(({ library }) => library.studios, logo, svg('studio')),
  '/tag/:id/image': portrait(({ library }) => library.tags, logo, svg('tag')),
  '/group/:id/frontimage': portrait(({ library }) => library.groups, (id) => jpeg(`group ${id}`, { shade: id, bytes: 8000 }), svg('group')),
  '/movie/:id/frontimage': portrait(({ library }) => library.groups, (id) => jpeg(`group ${id}`, { shade: id, bytes: 8000 }), svg('group')),
}

/** Pictures by GET alone: Stash's router knows no HEAD for them. */
export function imageRoutes(app: FastifyInstance, options: ImageOptions): void {
  for (const [path, draw] of Object.entries(drawn)) {
    app.head(path, (_, reply) => reply.code(405).send())
    app.get(path, { exposeHeadRoute: false }, (request, reply) => {
      options.log.images++
      const { id } = request.params as { id: string }
      const standIn = (request.query as Record<string, string>)['default'] === 'true'
      const picture = /^\d+$/.test(id) ? draw({ id: Number(id), standIn }, options) : undefined
      if (picture === undefined) return reply.code(404).type('text/plain; charset=utf-8').send('Not Found\n')
      return send(request, reply, picture)
    })
  }
  for (const name of ['preview', 'webp', 'stream', 'funscript']) {
    app.get(`/scene/:id/${name}`, (_, reply) => reply.code(404).type('text/plain; charset=utf-8').send('404 page not found\n'))
  }
}

/** As Go's http.ServeContent: conditional by ETag, in parts by Range. */
function send(request: FastifyRequest, reply: FastifyReply, { bytes, type }: Picture): FastifyReply {
  const etag = `"${createHash('md5').update(bytes).digest('hex')}"`
  const versioned = (request.query as Record<string, string>)['t'] !== undefined
  reply.header('etag', etag).header('cache-control', versioned ? 'private, max-age=31536000, immutable' : 'no-cache')
  reply.header('accept-ranges', 'bytes').header('x-content-type-options', 'nosniff')
  if (request.headers['if-none-match']?.includes(etag) === true) return reply.code(304).send()
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
  if (range === null) return reply.type(type).send(bytes)
  const [from, to] = [Number(range[1]), Math.min(range[2] ? Number(range[2]) : bytes.length - 1, bytes.length - 1)]
  if (from > to) return reply.code(416).header('content-range', `bytes */${bytes.length}`).send()
  return reply.code(206).header('content-range', `bytes ${from}-${to}/${bytes.length}`).type(type).send(bytes.subarray(from, to + 1))
}
