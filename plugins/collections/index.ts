import type { Listed, Plugin } from '../../shared/plugin-api/index.js'
import { collectionsOf } from './collections.js'

/** False for none; true for the bare name; a text for a prefix, or for a whole name with `{name}` in it. */
export type Naming = boolean | string

export interface CollectionOptions {
  readonly studio: Naming
  readonly parentStudio: Naming
  readonly studioAsParent: boolean
  readonly group: Naming
  readonly performer: Naming
  readonly tag: Naming
  readonly tags: readonly Listed[]
  readonly exceptTags: readonly Listed[]
  readonly performerTags: boolean
  readonly rating: Naming
  readonly stars: 5 | 10
  readonly organized: Naming
}

const naming = (what: string) => ({ type: ['boolean', 'string'], maxLength: 200, default: false, description: `${what} false: none. true: by its name. A text: a prefix, or a name with {name} in it.` })
const list = { type: 'array', items: { type: ['integer', 'string'], minLength: 1 } }

/** Which collections a scene belongs to. */
const collections: Plugin<CollectionOptions> = {
  id: 'collections',
  apiVersion: 1,
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      studio: naming('A collection for each studio.'),
      parentStudio: naming('A collection for each studio above the scene\'s.'),
      studioAsParent: { type: 'boolean', default: false, description: 'Whether a studio without one above counts as its own.' },
      group: naming('A collection for each group (film).'),
      performer: naming('A collection for each performer.'),
      tag: naming('A collection for each tag in `tags`.'),
      tags: { ...list, default: ['*'], description: 'The tags (id, name or glob) that get one, when `tag` is on.' },
      exceptTags: { ...list, default: [], description: 'The tags (id, name or glob) that get none.' },
      performerTags: { type: 'boolean', default: false, description: 'Whether the performers\' tags count like the scene\'s.' },
      rating: naming('A collection for each number of stars.'),
      stars: { type: 'integer', enum: [5, 10], default: 5, description: 'How many stars the best have.' },
      organized: { type: ['boolean', 'string'], maxLength: 200, default: false, description: 'A collection for all that is organized. false: none. true: named Organized. A text: its name.' },
    },
  },
  register(host, options) {
    host.addEnricher({ order: 40, enrich: collectionsOf(host.text, options) })
  },
}

export default collections
