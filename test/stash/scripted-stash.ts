import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from '../../shared/plugin-api/call-context.js'

export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly query: string
  readonly variables: Record<string, unknown>
}

export type Reply = (response: ServerResponse, received: Received) => void

/** A Stash that does what the test tells it to, over a real socket. */
export interface ScriptedStash {
  readonly url: string
  readonly received: readonly Received[]
  /** The most requests that were open at the same time. */
  readonly atOnce: () => number
  /** Replies that come first, one a request. */
  readonly next: Reply[]
  /** The reply to everything else. */
  otherwise: Reply
  close(): Promise<void>
}

export const json = (body: unknown, status = 200): Reply => (response) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
export const data = (body: unknown): Reply => json({ data: body })
export const errors = (...messages: string[]): Reply => json({ data: null, errors: messages.map((message) => ({ message, path: ['findScenes'] })) })
export const status = (code: number, headers: Record<string, string> = {}): Reply => (response) => {
  response.writeHead(code, headers).end()
}
export const reset: Reply = (response) => {
  response.socket?.resetAndDestroy()
}
export const silence: Reply = () => {}

export async function startScriptedStash(): Promise<ScriptedStash> {
  const received: Received[] = []
  let open = 0
  let most = 0
  const stash = { received, atOnce: () => most, next: [] as Reply[], otherwise: data({}) }
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request)
    const { query = '', variables = {} } = (body === '' ? {} : JSON.parse(body)) as Partial<Received>
    const entry = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, query, variables }
    received.push(entry)
    const reply = stash.next.shift() ?? stash.otherwise
    reply(response, entry)
  }
  const server = createServer((request, response) => {
    most = Math.max(most, ++open)
    response.once('close', () => open--)
    void serve(request, response)
  })
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return Object.assign(stash, {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise<void>((closed) => {
      server.close(() => closed())
      server.closeAllConnections()
    }),
  })
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** Keeps every line, to search them. */
export function memoryLog(): Logger & { readonly lines: unknown[] } {
  const lines: unknown[] = []
  const write = (...line: unknown[]): void => void lines.push(line)
  return { lines, debug: write, info: write, warn: write, error: write }
}
