import { CallFailure } from './call-failure.js'

const SLOW = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])
const PASSING = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'UND_ERR_SOCKET', 'EAI_AGAIN'])

/** What a connection that did not come about, or broke, means. Only its code is kept. */
export function networkFailure(error: unknown): CallFailure {
  if (error instanceof CallFailure) return error
  const code = codeOf(error)
  if (SLOW.has(code)) return new CallFailure('slow')
  return new CallFailure('unreachable', code, { passing: PASSING.has(code) })
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' && /^\w{1,60}$/.test(code) ? code : 'network fault'
}

/** What an HTTP status means that Stash, or a proxy before it, gives instead of an answer; undefined when it is one. */
export function statusFailure(status: number, location: string | undefined): CallFailure | undefined {
  if (status === 401) return new CallFailure('key')
  if (status === 403) return new CallFailure('forbidden')
  if (status >= 502 && status <= 504) return new CallFailure('unreachable', `HTTP status ${status}`, { passing: true })
  if (status >= 300 && status < 400 && status !== 304) return redirectFailure(location ?? '')
  return undefined
}

function redirectFailure(location: string): CallFailure {
  if (/\/login\b/i.test(location)) return new CallFailure('login')
  const step = /\/(setup|migrate)\b/i.exec(location)?.[1]
  if (step) return new CallFailure('not-ready', step.toLowerCase())
  return new CallFailure('answer', 'it sends on to another address, which STASH_URL should name itself')
}
