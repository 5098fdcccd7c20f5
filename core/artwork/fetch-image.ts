import type { Readable } from 'node:stream'
import type { ImageRef } from '../../shared/domain/image.js'
import { fault } from '../errors.js'
import { boundedStream, discard, peek } from './bounded-stream.js'
import { essenceOf, isAvif, verdictOn } from './image-type.js'
import { stashImagePath } from './stash-images.js'
import type { ImageResponse, ImageSource } from './stash-images.js'

/** What goes to whoever asked for the picture. */
export interface ServedImage {
  readonly status: 200 | 304
  readonly headers: Readonly<Record<string, string>>
  /** Undefined for HEAD and 304. */
  readonly body: Readable | undefined
}

export interface Wanted {
  readonly method: 'GET' | 'HEAD'
  readonly ifNoneMatch: string | undefined
  readonly signal: AbortSignal
  /** Bytes. */
  readonly maxBytes: number
}

const passedHeaders = ['content-length', 'etag', 'last-modified'] as const

/** Fetches a picture from Stash. Rejects with a coded error for whatever is not a picture that Plex may have. */
export async function fetchImage(source: ImageSource, ref: ImageRef, wanted: Wanted): Promise<ServedImage> {
  const response = await ask(source, ref, wanted)
  try {
    return await serve(response, ref, wanted)
  } catch (error) {
    discard(response.body)
    throw error
  }
}

/** A Stash that knows no HEAD here, or no type, is asked for the whole; its body is then left unread. */
async function ask(source: ImageSource, ref: ImageRef, wanted: Wanted): Promise<ImageResponse> {
  const headers: Record<string, string> = { accept: 'image/*', 'accept-encoding': 'identity' }
  if (wanted.ifNoneMatch !== undefined) headers['if-none-match'] = wanted.ifNoneMatch
  const send = (method: 'GET' | 'HEAD') => source.image(stashImagePath(ref), { method, headers, signal: wanted.signal })
  if (wanted.method === 'GET') return send('GET')
  const response = await send('HEAD')
  const told = response.status !== 405 && verdictOn(essenceOf(response.headers['content-type']), ref.kind) !== 'sniff'
  if (told) return response
  discard(response.body)
  return send('GET')
}

async function serve(response: ImageResponse, ref: ImageRef, wanted: Wanted): Promise<ServedImage> {
  if (response.status === 304) {
    discard(response.body)
    return { status: 304, headers: keep(response), body: undefined }
  }
  checkStatus(response.status)
  checkLength(response.headers['content-length'], wanted.maxBytes)
  checkEncoding(response.headers['content-encoding'])
  const { type, body } = await typed(response, ref)
  const headers = { ...keep(response), 'content-type': type }
  // A body that comes with its length ends there, and that length was judged.
  if (wanted.method === 'GET') return { status: 200, headers, body: response.headers['content-length'] === undefined ? boundedStream(body, wanted.maxBytes) : body }
  discard(body)
  return { status: 200, headers, body: undefined }
}

function checkStatus(status: number): void {
  if (status === 200) return
  if (status === 404 || status === 410) throw fault('S2P_IMAGE_UNKNOWN', {})
  throw fault('S2P_IMAGE_REFUSED', { status })
}

function checkLength(length: string | undefined, limit: number): void {
  if (Number(length ?? 0) > limit) throw fault('S2P_IMAGE_UNUSABLE', { why: `it has more than ${limit} bytes` })
}

/** Plain bytes were asked for. A few kilobytes can be packed gigabytes, which Plex would unpack. */
function checkEncoding(encoding: string | undefined): void {
  if (!/^(?:identity)?$/i.test(encoding ?? '')) throw fault('S2P_IMAGE_UNUSABLE', { why: 'it is packed, though it was asked for as it is' })
}

async function typed(response: ImageResponse, ref: ImageRef): Promise<{ type: string, body: Readable }> {
  const type = essenceOf(response.headers['content-type'])
  const verdict = verdictOn(type, ref.kind)
  if (verdict === 'pass') return { type, body: response.body }
  if (verdict === 'absent') throw fault('S2P_IMAGE_UNKNOWN', {})
  // A page instead of a picture is Stash's login, or a proxy in between.
  if (type === 'text/html') throw fault('S2P_IMAGE_REFUSED', { status: response.status })
  if (verdict === 'sniff') {
    const { start, body } = await peek(response.body, 12)
    if (isAvif(start)) return { type: 'image/avif', body }
  }
  throw fault('S2P_IMAGE_UNUSABLE', { why: 'its type is not one of JPEG, PNG, GIF, WebP, AVIF, BMP, SVG' })
}

function keep(response: ImageResponse): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const name of passedHeaders) {
    const value = response.headers[name]
    if (value !== undefined) kept[name] = value
  }
  return kept
}
