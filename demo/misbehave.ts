import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * What a request can get instead of an answer: a status without sense, no headers at all (`hang`), headers and then a byte
 * a second (`drip`), a reset connection, a web page with status 200 (`html`), half a JSON text (`broken-json`), an answer that
 * never ends (`endless`).
 */
export type Misbehaviour = number | 'hang' | 'drip' | 'reset' | 'html' | 'broken-json' | 'endless'

export interface MisbehaviourParts {
  readonly sendPage: (reply: FastifyReply) => FastifyReply
  /** The beginning of a JSON text. */
  readonly brokenJson: string
}

const dripMs = 1000
const spaces = ' '.repeat(2 ** 20)

/** Gives the request what it is to get. */
export function misbehaveAs(kind: Misbehaviour, { request, reply }: { readonly request: FastifyRequest, readonly reply: FastifyReply }, parts: MisbehaviourParts): FastifyReply {
  switch (kind) {
    case 'hang': return reply.hijack()
    case 'reset':
      request.raw.socket.resetAndDestroy()
      return reply.hijack()
    case 'drip':
      void pour(reply, drop)
      return reply
    case 'endless':
      void pour(reply, flood)
      return reply
    case 'html': return parts.sendPage(reply)
    case 'broken-json': return reply.type('application/json').send(parts.brokenJson)
    default: return reply.code(kind).type('text/plain; charset=utf-8').send('')
  }
}

type Raw = FastifyReply['raw']

/** Headers at once, then more and more, until the other side has had enough. */
async function pour(reply: FastifyReply, more: (raw: Raw) => Promise<unknown>): Promise<void> {
  const raw = reply.hijack().raw
  raw.writeHead(200, { 'content-type': 'application/json' })
  raw.write('{')
  while (!raw.destroyed) await more(raw)
}

async function drop(raw: Raw): Promise<void> {
  await wait(dripMs, undefined, { ref: false })
  raw.write(' ')
}

async function flood(raw: Raw): Promise<void> {
  if (!raw.write(spaces)) await new Promise((resolve) => { raw.once('drain', resolve).once('close', resolve) })
}
