import type { Listed, Plugin } from '../../shared/plugin-api/index.js'
import { genresOf } from './genres.js'

export interface GenreOptions {
  readonly tags: boolean
  readonly performerTags: boolean
  readonly parents: 'none' | 'add' | 'instead'
  readonly only: readonly Listed[]
  readonly ignore: readonly Listed[]
  readonly first: readonly Listed[]
  readonly limit: number
}

const list = { type: 'array', items: { type: ['integer', 'string'], minLength: 1 }, default: [] }

/** Which tags become genres. */
const genres: Plugin<GenreOptions> = {
  id: 'genres',
  apiVersion: 1,
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      tags: { type: 'boolean', default: true, description: 'Whether the scene\'s tags become genres.' },
      performerTags: { type: 'boolean', default: false, description: 'Whether the performers\' tags do, too.' },
      parents: { type: 'string', enum: ['none', 'add', 'instead'], default: 'none', description: 'The parents of the scene\'s tags, and theirs, up to five generations. add: they become genres, too. instead: they stand for the tags that have one.' },
      only: { ...list, description: 'Only these tags (id, name or glob); empty for all.' },
      ignore: { ...list, description: 'Not these tags (id, name or glob).' },
      first: { ...list, description: 'These tags (id, name or glob) come first.' },
      limit: { type: 'integer', minimum: 0, default: 0, description: 'How many genres at most; 0 for all.' },
    },
  },
  register(host, options) {
    host.addEnricher({ order: 40, enrich: genresOf(host.text, options) })
  },
}

export default genres
