import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { docsPage } from './page.js'
import { routeWords, type RouteWords } from './route-words.js'

export interface OpenapiOptions {
  readonly version: string
  /** A secret first part of routes, which the description leaves out. */
  readonly prefix: string
}

const open: ReadonlySet<RouteWords['tag']> = new Set(['plex', 'pictures'])
const openAddresses = new Set(['/health/live', '/health/ready'])

/** Collects the routes that are registered after it, for `GET /docs/openapi.json`. */
export const openapi = fp(async (app: FastifyInstance, { version, prefix }: OpenapiOptions) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Stash2Plex', version, description: 'What Plex asks for, and what the admin may ask for with the API key.' },
      components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' }, bearer: { type: 'http', scheme: 'bearer' } } },
    },
    transform: ({ schema, url, route }) => {
      const address = prefix !== '' && url.startsWith(prefix) ? url.slice(prefix.length) || '/' : url
      return { schema: described(schema, address, route), url: address }
    },
  })
}, { name: 'openapi', fastify: '5.x' })

/** The description, as JSON and as a page for people. Management: the app guards both by the API key. */
export async function openapiRoutes(app: FastifyInstance): Promise<void> {
  app.get('/docs/openapi.json', { config: { keyAsPassword: true } }, () => app.swagger())
  app.get('/docs', { config: { keyAsPassword: true } }, (_request, reply) => reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', 'default-src \'none\'; style-src \'unsafe-inline\'')
    .send(docsPage(app.swagger())))
}

/** A route without words stays in the description, without any. */
function described(schema: FastifySchema | undefined, address: string, { method }: RouteOptions): FastifySchema {
  const words = [method].flat().map((one) => routeWords[`${one} ${address}`]).find((one) => one !== undefined)
  if (words === undefined) return schema ?? {}
  const answers = words.answers ?? { 200: 'The answer.' }
  return {
    ...schema,
    tags: [words.tag],
    summary: words.summary,
    ...(words.query === undefined ? {} : { querystring: words.query }),
    ...(words.body === undefined ? {} : { body: words.body }),
    response: Object.fromEntries(Object.entries(answers).map(([status, description]) => [status, { description }])),
    security: open.has(words.tag) || openAddresses.has(address) ? [] : [{ key: [] }, { bearer: [] }],
  }
}
