import type { Plugin } from '../../shared/plugin-api/index.js'
import { peopleOf } from './people.js'

export interface PeopleOptions {
  readonly order: 'stash' | 'name' | 'gender' | 'favorites'
  readonly genders: readonly string[]
  readonly hideGenders: readonly string[]
  readonly role: string
  readonly name: string
  readonly photos: boolean
  readonly limit: number
  readonly directors: boolean
  readonly producers: 'none' | 'studio' | 'parent-studio'
}

const genders = ['FEMALE', 'TRANSGENDER_FEMALE', 'NON_BINARY', 'INTERSEX', 'TRANSGENDER_MALE', 'MALE', 'UNKNOWN']
const known = '^(?:[^{}]|\\{(?:name|disambiguation|gender|tags|favorite)\\})*$'

/** Cast and crew: who is shown, in which order, as what. */
const people: Plugin<PeopleOptions> = {
  id: 'people',
  apiVersion: 1,
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      order: { type: 'string', enum: ['stash', 'name', 'gender', 'favorites'], default: 'stash', description: 'The order of the cast. gender: as in `genders`. favorites: those first.' },
      genders: { type: 'array', items: { type: 'string', enum: genders }, uniqueItems: true, default: genders, description: 'The order for `order: gender`; those not named come last.' },
      hideGenders: { type: 'array', items: { type: 'string', enum: genders }, default: [], description: 'Performers of these genders are left out of the cast.' },
      role: { type: 'string', maxLength: 200, pattern: known, default: '', description: 'The text under a name, of {name} {disambiguation} {gender} {tags} {favorite}. Empty: none.' },
      name: { type: 'string', maxLength: 200, pattern: known, default: '{name}', description: 'How a performer is called, of the same.' },
      photos: { type: 'boolean', default: true, description: 'Whether Plex gets the performers\' photos.' },
      limit: { type: 'integer', minimum: 0, default: 0, description: 'How many performers at most; 0 for all.' },
      directors: { type: 'boolean', default: true, description: 'Whether Stash\'s director is shown.' },
      producers: { type: 'string', enum: ['none', 'studio', 'parent-studio'], default: 'none', description: 'Who is shown as producer: nobody, the studio, or the studio above it.' },
    },
  },
  register(host, options) {
    host.addEnricher({ order: 40, enrich: peopleOf(host.text, options) })
  },
}

export default people
