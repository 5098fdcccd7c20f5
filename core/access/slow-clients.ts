import type { Server } from 'node:http'
import type { FastifyHttpOptions } from 'fastify'

export interface SlowClientLimits {
  /** For a whole request, body included, to arrive; milliseconds. */
  readonly requestMs: number
  /** For a connection on which nothing moves in either direction; milliseconds. Longer than any answer may take. */
  readonly idleMs: number
  /** How often overdue requests are looked for, milliseconds. */
  readonly checkEveryMs: number
}

const usual: SlowClientLimits = { requestMs: 30_000, idleMs: 60_000, checkEveryMs: 5_000 }

/**
 * For `fastify()`: lets go of clients that send byte by byte, or that never take their answer. By itself Fastify waits for
 * them for ever, and whoever opens enough of such connections leaves none for Plex.
 */
export function slowClientLimits({ requestMs, idleMs, checkEveryMs }: SlowClientLimits = usual): Pick<FastifyHttpOptions<Server>, 'requestTimeout' | 'connectionTimeout' | 'http'> {
  return {
    requestTimeout: requestMs,
    connectionTimeout: idleMs,
    http: { headersTimeout: Math.min(requestMs, 15_000), connectionsCheckingInterval: checkEveryMs },
  }
}
