import type { Patch, Plugin } from '../../shared/plugin-api/index.js'

interface FieldOptions {
  readonly only: readonly (keyof Patch)[]
  readonly drop: readonly (keyof Patch)[]
}

/** All but the title, which Plex cannot do without, and `isAdult`, which is no text. */
const names = [
  'titleSort', 'originalTitle', 'tagline', 'summary', 'date', 'year', 'duration', 'studio', 'contentRating', 'ratings', 'genres', 'collections',
  'countries', 'cast', 'directors', 'writers', 'producers', 'externalIds', 'poster', 'background', 'logo', 'otherPosters', 'otherBackgrounds',
] as const satisfies readonly (keyof Patch)[]

/** Which fields Plex gets at all. */
const fields: Plugin<FieldOptions> = {
  id: 'fields',
  apiVersion: 1,
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      only: { type: 'array', items: { type: 'string', enum: names }, default: [], description: 'Plex gets only these fields, besides the title; empty for all.' },
      drop: { type: 'array', items: { type: 'string', enum: names }, default: [], description: 'Plex does not get these fields.' },
    },
  },
  register(host, { only, drop }) {
    const dropped = names.filter((name) => drop.includes(name) || (only.length > 0 && !only.includes(name)))
    const patch: Patch = Object.fromEntries(dropped.map((name) => [name, null]))
    host.addEnricher({ order: 90, enrich: () => patch })
  },
}

export default fields
