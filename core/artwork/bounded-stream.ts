import { Readable, Transform, pipeline } from 'node:stream'
import { fault } from '../errors.js'

/**
 * Passes a body on and breaks it off once more than `limit` bytes went through. Destroying either end destroys the other.
 */
export function boundedStream(body: Readable, limit: number): Readable {
  let seen = 0
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.byteLength
      if (seen > limit) return done(fault('S2P_IMAGE_UNUSABLE', { why: `it has more than ${limit} bytes` }))
      return done(null, chunk)
    },
  })
  return pipeline(body, counter, () => {})
}

/** Takes the first bytes off a body, and gives back a body that still begins with them. */
export async function peek(body: Readable, bytes: number): Promise<{ start: Buffer, body: Readable }> {
  const parts: Buffer[] = []
  const chunks = body.iterator({ destroyOnReturn: false })
  for await (const chunk of chunks) {
    parts.push(chunk as Buffer)
    if (sizeOf(parts) >= bytes) break
  }
  const start = Buffer.concat(parts)
  if (start.length > 0 && !body.readableEnded) body.unshift(start)
  return { start, body: body.readableEnded ? Readable.from([start]) : body }
}

function sizeOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, part) => sum + part.byteLength, 0)
}

/** Gives a body up unread. A connection that is broken off by this tells so by an error, which is none. */
export function discard(body: Readable): void {
  body.on('error', () => {}).destroy()
}
