import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendLogin } from './authenticate.js'
import type { StashFaults } from './faults.js'

const dripMs = 100

function concerns({ answerTo }: StashFaults, path: string): boolean {
  if (path === '/healthz') return false
  return answerTo === 'all' || (path === '/graphql') === (answerTo === 'graphql')
}

/** Headers at once, then a byte now and then, until the other side has had enough. */
async function drip(reply: FastifyReply): Promise<void> {
  const raw = reply.hijack().raw
  raw.writeHead(200, { 'content-type': 'application/json' })
  raw.write('{')
  while (!raw.destroyed) {
    await wait(dripMs, undefined, { ref: false })
    raw.write(' ')
  }
}

/** Gives what the faults want instead of an answer; undefined when the request may go on. */
export async function misbehave(faults: StashFaults, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  if (faults.delayMs > 0) await wait(faults.delayMs, undefined, { ref: false })
  if (faults.answer === undefined || faults.answers <= 0 || !concerns(faults, request.url.split('?')[0] ?? '')) return undefined
  faults.answers--
  switch (faults.answer) {
    case 'hang': return reply.hijack()
    case 'reset':
      request.raw.socket.resetAndDestroy()
      return reply.hijack()
    case 'drip':
      void drip(reply)
      return reply
    case 'html': return sendLogin(reply)
    case 'broken-json': return reply.type('application/json').send('{"data":{"findScenes":{"scenes":[{"id":')
    default: return reply.code(faults.answer).type('text/plain; charset=utf-8').send('')
  }
}
