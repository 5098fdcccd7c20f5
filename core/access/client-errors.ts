import type { Socket } from 'node:net'
import { fault } from '../errors.js'

/** What the HTTP parser complains of, and how that is answered. */
const answers: Readonly<Record<string, { readonly status: string, readonly why: string }>> = {
  HPE_HEADER_OVERFLOW: { status: '431 Request Header Fields Too Large', why: 'its headers are too large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', why: 'it took too long to arrive' },
}
const malformed = { status: '400 Bad Request', why: 'it is no HTTP that can be read' }

/** For what never becomes a request: answered in the usual form of errors, and the connection ended. To be given to `fastify()` itself. */
export function clientErrors({ code = '' }: { readonly code?: string }, socket: Socket): void {
  if (code === 'ECONNRESET' || socket.destroyed) return
  const { status, why } = Object.hasOwn(answers, code) ? answers[code] ?? malformed : malformed
  const error = fault('S2P_BAD_REQUEST', { why })
  const body = JSON.stringify({ error: { code: error.code, message: error.message } })
  const head = [`HTTP/1.1 ${status}`, `Content-Length: ${Buffer.byteLength(body)}`, 'Content-Type: application/json; charset=utf-8', 'Connection: close']
  if (socket.writable && !isAnswering(socket)) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  socket.destroySoon()
}

/** Node's own mark. Bytes that arrive behind a good request must not get into the answer to that one. */
function isAnswering(socket: Socket & { readonly _httpMessage?: { readonly headersSent: boolean } | null }): boolean {
  return socket._httpMessage?.headersSent === true
}
