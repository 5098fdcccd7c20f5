import type { Dispatcher, Pool } from 'undici'
import { CallFailure } from './call-failure.js'
import { networkFailure, statusFailure } from './http-failure.js'

interface FetchInit {
  readonly headers: Headers
  readonly body: string
  readonly signal?: AbortSignal
}

/**
 * A `fetch` for graphql-request that goes straight to an undici pool: the platform's own costs six times as much a call.
 * graphql-request reads nothing but `ok`, `status`, `headers.get` and `text`.
 *
 * Compression is not asked for: Stash sits on the same machine or network, where packing takes longer than sending.
 */
export function graphqlFetch({ pool, largestAnswer }: { readonly pool: Pool, readonly largestAnswer: number }): typeof fetch {
  const post = async (input: URL | string, init: FetchInit): Promise<unknown> => {
    const { statusCode, headers, body } = await send(pool, new URL(input), init)
    const type = String(headers['content-type'] ?? '')
    const failure = statusFailure(statusCode, headerText(headers['location'])) ?? typeFailure(statusCode, type)
    if (failure) {
      body.on('error', () => {}).destroy()
      throw failure
    }
    return {
      ok: statusCode >= 200 && statusCode < 300,
      status: statusCode,
      headers: { get: (name: string) => headerText(headers[name.toLowerCase()]) ?? null },
      text: () => readText(body, largestAnswer),
    }
  }
  return post as unknown as typeof fetch
}

async function send(pool: Pool, url: URL, init: FetchInit): Promise<Dispatcher.ResponseData> {
  try {
    return await pool.request({
      path: url.pathname,
      method: 'POST',
      headers: Object.fromEntries(init.headers),
      body: init.body,
      signal: init.signal ?? null,
    })
  } catch (error) {
    throw networkFailure(error)
  }
}

function typeFailure(status: number, type: string): CallFailure | undefined {
  if (/json/i.test(type)) return undefined
  if (status >= 300) return new CallFailure('answer', `HTTP status ${status}`)
  return new CallFailure('answer', /html/i.test(type) ? 'a web page instead of JSON' : 'something else than JSON')
}

async function readText(body: Dispatcher.ResponseData['body'], largest: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > largest) throw new CallFailure('answer', `it is larger than ${largest} bytes`)
      chunks.push(chunk)
    }
  } catch (error) {
    throw networkFailure(error)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value
}
