import type { Plugin, Rating } from '../../shared/plugin-api/index.js'

interface RatingOptions {
  readonly badges?: readonly Rating['badge'][]
  readonly round: 'none' | 'half-stars' | 'stars'
}

/** Points of Plex's ten that a rating is rounded to. */
const steps = { none: undefined, 'half-stars': 1, stars: 2 }
const finest = 0.1

/** Under which badge Plex shows Stash's rating, and how finely. */
const ratings: Plugin<RatingOptions> = {
  id: 'ratings',
  apiVersion: 1,
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      badges: {
        type: 'array',
        items: { type: 'string', enum: ['imdb', 'themoviedb', 'rottentomatoes-critic', 'rottentomatoes-audience'] },
        uniqueItems: true,
        description: 'The badges under which Plex shows the rating; empty for no rating, imdb when left out.',
      },
      round: { type: 'string', enum: ['none', 'half-stars', 'stars'], default: 'none', description: 'Rounds as Stash shows it: to half or whole ones of five stars.' },
    },
  },
  register(host, { badges, round }) {
    const step = steps[round]
    host.addEnricher({
      order: 40,
      enrich: ({ rating100 = 0 }, metadata) => {
        if (badges === undefined) return step === undefined ? {} : { ratings: metadata.ratings.map((rating) => ({ ...rating, value: rounded(rating.value, step) })) }
        const value = rounded(Math.min(rating100, 100) / 10, step ?? finest)
        // No rating, and one of zero, are the same in Stash.
        return { ratings: rating100 > 0 ? badges.map((badge) => ({ value, badge })) : [] }
      },
    })
  },
}

function rounded(value: number, step: number): number {
  const whole = Math.max(1, Math.round(value / step)) * step
  return Math.round(whole * 10) / 10
}

export default ratings
