import { CallFailure } from './call-failure.js'
import { documents } from './documents.js'
import { GraphqlTransport, type GraphqlTransportOptions } from './graphql-transport.js'

/** Asks Stash the smallest question, on a connection of its own: those of the calls may all be taken by some that hang. */
export class Feeler {
  readonly #transport: GraphqlTransport

  constructor(options: GraphqlTransportOptions) {
    this.#transport = new GraphqlTransport(options)
  }

  /** Whatever Stash answers, be it a refusal, shows that it is there. Never rejects. */
  async answers(signal: AbortSignal): Promise<boolean> {
    try {
      await this.#transport.attempt(documents.status.text, {}, { signal, tolerate: undefined })
      return true
    } catch (error) {
      return error instanceof CallFailure && !error.outage
    }
  }

  async close(): Promise<void> {
    await this.#transport.close()
  }
}
