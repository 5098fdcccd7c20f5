import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { misbehaveAs } from '../misbehave.js'
import { sendLogin } from './authenticate.js'
import type { StashFaults } from './faults.js'

const brokenJson = '{"data":{"findScenes":{"scenes":[{"id":'

function concerns({ answerTo }: StashFaults, path: string): boolean {
  if (path === '/healthz') return false
  return answerTo === 'all' || (path === '/graphql') === (answerTo === 'graphql')
}

/** Gives what the faults want instead of an answer; undefined when the request may go on. */
export async function misbehave(faults: StashFaults, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  if (faults.delayMs > 0) await wait(faults.delayMs, undefined, { ref: false })
  if (faults.answer === undefined || faults.answers <= 0 || !concerns(faults, request.url.split('?')[0] ?? '')) return undefined
  faults.answers--
  return misbehaveAs(faults.answer, { request, reply }, { sendPage: sendLogin, brokenJson })
}
