import { fault, type CodedError } from '../errors.js'

/** 498 is Plex's status for a token that has expired. */
const TOKEN_REFUSED = new Set([401, 403, 498])

/** What an answer that is not 200 means. */
export function answerFault(url: string, status: number): CodedError {
  if (TOKEN_REFUSED.has(status)) return fault('S2P_PLEX_TOKEN_WRONG', { url })
  if (status === 503) return fault('S2P_PLEX_STARTING', { url })
  return fault('S2P_PLEX_ANSWER', { url, why: `its status is ${status}` })
}

/** What a request that got no whole answer means. The cause is left out: it may quote the request. */
export function requestFault(url: string, error: unknown, { timeIsUp, seconds }: { readonly timeIsUp: boolean, readonly seconds: number }): CodedError {
  const code = codeOf(error)
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return fault('S2P_PLEX_ANSWER', { url, why: 'it is too large' })
  return fault('S2P_PLEX_UNREACHABLE', { url, why: timeIsUp ? `no answer within ${seconds} s` : code })
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the request failed'
  if (error.name === 'AbortError') return 'the request was given up'
  const { code } = error as { readonly code?: unknown }
  return typeof code === 'string' ? code : error.name
}
