import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { Pool } from 'undici'

/** The baseline: hands every picture on as it comes, over as many connections as the product has for pictures. */
const pool = new Pool(process.argv[2] ?? '', { connections: 8 })

async function hand(request: IncomingMessage, reply: ServerResponse): Promise<unknown> {
  if (request.url === '/') return reply.end()
  const { statusCode, headers, body } = await pool.request({ method: 'GET', path: request.url ?? '/' })
  reply.writeHead(statusCode, { 'content-type': 'image/jpeg', 'content-length': String(headers['content-length']) })
  return pipeline(body, reply, () => undefined)
}

createServer((request, reply) => void hand(request, reply)).listen(Number(process.env.PORT), '127.0.0.1')
