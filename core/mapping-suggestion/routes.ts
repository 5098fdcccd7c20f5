import type { FastifyInstance } from 'fastify'
import type { MappingFinder } from './mapping-finder.js'
import { reported } from './reported-suggestion.js'

/** `GET /path-mappings/suggestion`. Reads only; what is in force stays as it is. */
export async function mappingSuggestionRoutes(app: FastifyInstance, { finder }: { readonly finder: Pick<MappingFinder, 'suggestion' | 'state'> }): Promise<void> {
  app.get('/path-mappings/suggestion', async () => reported(await finder.suggestion(), finder.state().found))
}
