import type { Listed, Plugin } from '../../shared/plugin-api/index.js'
import { artworkOf } from './artwork.js'

export type Source = 'cover' | 'group' | 'performer' | 'tag' | 'studio' | 'gallery'

/** A list that is left out leaves the pictures as they are. */
export interface ArtworkOptions {
  readonly poster?: readonly Source[]
  readonly background?: readonly Source[]
  readonly logo?: readonly Source[]
  readonly choices?: readonly Source[]
  readonly backgroundChoices?: readonly Source[]
  readonly tags: readonly Listed[]
  readonly limit: number
}

const sources = (description: string) => ({
  type: 'array', items: { type: 'string', enum: ['cover', 'group', 'performer', 'tag', 'studio', 'gallery'] }, uniqueItems: true, description,
})

/** Which pictures Plex shows, and which it offers. */
const artwork: Plugin<ArtworkOptions> = {
  id: 'artwork',
  apiVersion: 1,
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      poster: sources('Where the poster comes from; the first source that has a picture.'),
      background: sources('Where the background comes from.'),
      logo: sources('Where the logo comes from, which Plex shows instead of the title.'),
      choices: sources('Which further posters a person can choose from.'),
      backgroundChoices: sources('Which further backgrounds a person can choose from.'),
      tags: { type: 'array', items: { type: ['integer', 'string'], minLength: 1 }, default: ['*'], description: 'The tags (id, name or glob) whose pictures count, where `tag` is a source.' },
      limit: { type: 'integer', minimum: 1, maximum: 1000, default: 50, description: 'How many further posters and backgrounds at most, each.' },
    },
  },
  register(host, options) {
    host.addEnricher({ order: 40, enrich: artworkOf(host.text, options) })
  },
}

export default artwork
