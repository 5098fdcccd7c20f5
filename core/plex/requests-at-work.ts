import type { FastifyInstance } from 'fastify'

/** Counts the requests that are being answered. */
export class RequestsAtWork {
  #count = 0

  get count(): number {
    return this.#count
  }

  /** Counts the requests of this part of the app from now on. */
  watch(app: FastifyInstance): void {
    app.addHook('onRequest', async (_request, reply) => {
      this.#count += 1
      // Also when whoever asked goes away.
      reply.raw.once('close', () => { this.#count -= 1 })
    })
  }
}
