import { request } from 'undici'
import type { Dispatcher } from 'undici'

export interface ImageCheck {
  readonly refused: string | undefined
  readonly notes: readonly string[]
  readonly bytes: number
}

/** Downloads a picture the way the server does: HEAD, then GET, and both must tell the same. */
export async function fetchImage(url: string, dispatcher: Dispatcher): Promise<ImageCheck> {
  try {
    const head = await ask(url, 'HEAD', dispatcher)
    const got = await ask(url, 'GET', dispatcher)
    const refused = faultIn(head, 'HEAD') ?? faultIn(got, 'GET') ?? lengthFault(head, got)
    const silent = head.length === undefined || got.length === undefined
    return { refused, notes: silent ? ['an image came without content-length'] : [], bytes: got.received }
  } catch (error) {
    return { refused: `an image cannot be fetched: ${(error as Error).message}`, notes: [], bytes: 0 }
  }
}

interface Reply {
  readonly status: number
  readonly type: string
  readonly length: number | undefined
  readonly received: number
}

async function ask(url: string, method: 'HEAD' | 'GET', dispatcher: Dispatcher): Promise<Reply> {
  const headers = { 'user-agent': 'PlexMediaServer', accept: 'image/*' }
  const response = await request(url, { method, headers, dispatcher, signal: AbortSignal.timeout(30_000) })
  let received = 0
  for await (const chunk of response.body) received += (chunk as Buffer).length
  const length = response.headers['content-length']
  return {
    status: response.statusCode, type: String(response.headers['content-type']),
    length: length === undefined ? undefined : Number(length), received,
  }
}

function faultIn(reply: Reply, method: string): string | undefined {
  if (reply.status !== 200) return `${method} of an image answers ${reply.status}`
  if (!reply.type.startsWith('image/')) return `${method} of an image answers content type ${reply.type}`
  return undefined
}

function lengthFault(head: Reply, got: Reply): string | undefined {
  if (got.received === 0) return 'an image is empty'
  if (got.length !== undefined && got.length !== got.received) return 'an image is not as long as its content-length'
  if (head.length !== undefined && head.length !== got.received) return 'HEAD of an image tells another length than GET'
  return undefined
}
