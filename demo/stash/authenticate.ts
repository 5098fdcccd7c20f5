import type { FastifyReply, FastifyRequest } from 'fastify'

const loginPage = '<!DOCTYPE html><html><head><title>Login</title></head><body><form method="post"></form></body></html>'

function extension(path: string): string {
  return /\.[^./]*$/.exec(path)?.[0] ?? ''
}

function refuse(reply: FastifyReply): FastifyReply {
  return reply.code(401).header('www-authenticate', 'FormBased').removeHeader('content-type').send()
}

/**
 * Stash's way in: the key by header, else by query. A key where none is set is as wrong as a false one; no key where one
 * is set is refused in words that a program sees only for /graphql and names with an extension, all else goes to the login.
 */
export function authenticate(request: FastifyRequest, reply: FastifyReply, apiKey: string | undefined): FastifyReply | undefined {
  const { pathname, search, searchParams } = new URL(request.url, 'http://stash')
  if (pathname === '/healthz') return undefined
  const header = request.headers['apikey']
  const given = (typeof header === 'string' && header !== '' ? header : searchParams.get('apikey')) ?? ''
  if (given !== '') return given === apiKey ? undefined : refuse(reply)
  if (apiKey === undefined || pathname.startsWith('/login')) return undefined
  const end = extension(pathname)
  if (pathname === '/graphql' || (end !== '' && end !== '.html')) return refuse(reply)
  return reply.redirect(`/login?returnURL=${encodeURIComponent(pathname + search)}`, 302)
}

export function sendLogin(reply: FastifyReply): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(loginPage)
}
