import type { FastifyInstance } from 'fastify'
import type { LoadKind } from './limits.js'

/** Counts the requests that are being answered. */
export class RequestsAtWork {
  readonly #counts: Record<LoadKind | 'other', number> = { match: 0, metadata: 0, picture: 0, other: 0 }

  /** Of all kinds. */
  get count(): number {
    return this.of('match') + this.of('metadata') + this.of('picture') + this.of('other')
  }

  of(kind: LoadKind | 'other'): number {
    return this.#counts[kind]
  }

  /** Counts the requests of this part of the app from now on. Those that an earlier hook refuses are not counted. */
  watch(app: FastifyInstance): void {
    app.addHook('onRequest', ({ routeOptions }, reply, done) => {
      const kind = routeOptions.config.load ?? 'other'
      this.#counts[kind] += 1
      // Also when whoever asked goes away.
      reply.raw.once('close', () => { this.#counts[kind] -= 1 })
      done()
    })
  }
}
