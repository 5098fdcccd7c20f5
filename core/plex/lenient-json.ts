import type { FastifyInstance } from 'fastify'
import { fault } from '../errors.js'

/** Bytes. Plex's bodies have some hundred. */
export const bodyLimit = 1_048_576

const json = 'application/json'

/** Reads every body as JSON, whatever its Content-Type says. */
export function readBodiesAsJson(app: FastifyInstance): void {
  // A type that is not even well-formed would be refused before any parser is asked.
  app.addHook('onRequest', (request, _reply, done) => {
    request.raw.headers['content-type'] = json
    done()
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(json, { parseAs: 'string', bodyLimit }, (_request, text, done) => {
    try {
      done(null, JSON.parse(String(text).replace(/^\uFEFF/, '')))
    } catch (error) {
      done(fault('S2P_BAD_JSON', {}, error))
    }
  })
}

/** The body as an object; S2P_BAD_JSON for anything else. */
export function objectOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw fault('S2P_BAD_JSON', {})
  return body as Readonly<Record<string, unknown>>
}
