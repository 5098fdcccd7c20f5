import type { Listed, Plugin } from '../../shared/plugin-api/index.js'
import { titlesOf } from './titles.js'

export interface TitleOptions {
  readonly template: string
  readonly untitled: 'keep' | 'template'
  readonly removePerformers: boolean
  readonly mostPerformers: number
  readonly genders: readonly string[]
  readonly skipPerformersTagged: readonly Listed[]
  readonly sort: string
  readonly articles: readonly string[]
}

const known = '^(?:[^{}]|\\{(?:title|performers|performer|date|year|studio|parent|filename|code)\\})*$'

/** What a scene is called in Plex, and by what it is sorted. */
const titles: Plugin<TitleOptions> = {
  id: 'titles',
  apiVersion: 1,
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      template: { type: 'string', maxLength: 300, pattern: known, default: '', description: 'How titles are made, of {title} {performers} {performer} {date} {year} {studio} {parent} {filename} {code}. Empty: Stash\'s title as it is.' },
      untitled: { type: 'string', enum: ['keep', 'template'], default: 'keep', description: 'A scene without title in Stash. keep: the file\'s name. template: the template without {title}.' },
      removePerformers: { type: 'boolean', default: false, description: 'Takes the performers\' names off the front and the end of {title}.' },
      mostPerformers: { type: 'integer', minimum: 0, default: 3, description: 'How many names {performers} has at most; 0 for all.' },
      genders: { type: 'array', items: { type: 'string', enum: ['MALE', 'FEMALE', 'TRANSGENDER_MALE', 'TRANSGENDER_FEMALE', 'INTERSEX', 'NON_BINARY', 'UNKNOWN'] }, default: [], description: 'Only performers of these genders are named; empty for all.' },
      skipPerformersTagged: { type: 'array', items: { type: ['integer', 'string'], minLength: 1 }, default: [], description: 'Performers with one of these tags (id, name or glob) are not named.' },
      sort: { type: 'string', maxLength: 300, pattern: known, default: '', description: 'By what Plex sorts, made as the template is. Empty: Plex decides.' },
      articles: { type: 'array', items: { type: 'string', minLength: 1 }, default: ['the', 'a', 'an'], description: 'Words that {title} in sort does not begin with.' },
    },
  },
  register(host, options) {
    host.addEnricher({ order: 40, enrich: titlesOf(host.text, options) })
  },
}

export default titles
