import type { Listed, Patch, Plugin, Scene, TextTools } from '../../shared/plugin-api/index.js'

interface Rule {
  readonly tags: readonly Listed[]
  readonly rating: string
  readonly adult?: boolean
}

/** The content rating by the scene's tags. */
const contentRating: Plugin<{ readonly rules: readonly Rule[] }> = {
  id: 'content-rating',
  apiVersion: 1,
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      rules: {
        type: 'array',
        default: [],
        description: 'The first rule with one of the scene\'s tags decides.',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['tags', 'rating'],
          properties: {
            tags: { type: 'array', items: { type: ['integer', 'string'], minLength: 1 }, minItems: 1, description: 'Tags by id, name or glob; * for any.' },
            rating: { type: 'string', maxLength: 32, description: 'Shown as content rating; empty for none.' },
            adult: { type: 'boolean', description: 'Whether Plex takes it for adult; as before when left out.' },
          },
        },
      },
    },
  },
  register(host, { rules }) {
    const decide = decider(host.text, rules)
    host.addEnricher({ order: 40, enrich: decide })
  },
}

function decider(text: TextTools, rules: readonly Rule[]): (scene: Scene) => Patch {
  const compiled = rules.map((rule) => ({ isMeant: text.inList(rule.tags), patch: patchOf(text, rule) }))
  return ({ tags }) => compiled.find(({ isMeant }) => tags.some(isMeant))?.patch ?? {}
}

function patchOf(text: TextTools, { rating, adult }: Rule): Patch {
  return { contentRating: text.oneLine(rating) ?? null, ...adult === undefined ? {} : { isAdult: adult } }
}

export default contentRating
