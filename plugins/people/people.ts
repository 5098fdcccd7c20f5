import type { Patch, Performer, Person, Scene, SceneMetadata, TemplateValues, TextTools } from '../../shared/plugin-api/index.js'
import type { PeopleOptions } from './index.js'

const most = 1000

export function peopleOf(text: TextTools, options: PeopleOptions): (scene: Scene, metadata: SceneMetadata) => Patch {
  const person = personOf(text, options)
  const limit = options.limit === 0 ? most : Math.min(options.limit, most)
  const isShown = ({ gender }: Performer) => !options.hideGenders.includes(gender ?? 'UNKNOWN')
  const cast = (scene: Scene, metadata: SceneMetadata): readonly Person[] => {
    const known = new Set(scene.performers.map(({ name }) => text.oneLine(name)))
    const others = metadata.cast.filter(({ name }) => !known.has(name))
    return [...ordered(scene.performers.filter(isShown), options).flatMap(person), ...others].slice(0, limit)
  }
  return (scene, metadata) => ({
    ...leavesCast(options) ? {} : { cast: cast(scene, metadata) },
    ...options.directors ? {} : { directors: [] },
    ...options.producers === 'none' ? {} : { producers: [...metadata.producers, ...producersOf(text, scene, options.producers)].slice(0, most) },
  })
}

/** Without a wish about it, the cast stays as other enrichers left it. */
function leavesCast({ order, hideGenders, role, name, photos, limit }: PeopleOptions): boolean {
  return order === 'stash' && hideGenders.length === 0 && role === '' && name === '{name}' && photos && limit === 0
}

function personOf(text: TextTools, options: PeopleOptions): (performer: Performer) => readonly Person[] {
  const [nameOf, roleOf] = [text.template(options.name), text.template(options.role)]
  return (performer) => {
    const shown = text.oneLine(performer.name)
    if (shown === undefined) return []
    const values = valuesOf(performer, shown)
    const [name, role] = [nameOf(values), roleOf(values)]
    const photo = options.photos ? performer.photo : undefined
    return [{ name: name === '' ? shown : name, ...role === '' ? {} : { role }, ...photo === undefined ? {} : { photo } }]
  }
}

const words: Readonly<Record<string, string>> = {
  MALE: 'Male', FEMALE: 'Female', TRANSGENDER_MALE: 'Trans male', TRANSGENDER_FEMALE: 'Trans female', INTERSEX: 'Intersex', NON_BINARY: 'Non-binary',
}

function valuesOf({ disambiguation, gender, tags, favorite }: Performer, name: string): TemplateValues {
  return { name, disambiguation, gender: gender && words[gender], tags: tags.map((tag) => tag.name).join(', '), favorite: favorite ? '★' : undefined }
}

/** Sorting keeps Stash's order among equals. */
function ordered(performers: readonly Performer[], { order, genders }: PeopleOptions): readonly Performer[] {
  if (order === 'stash') return performers
  if (order === 'name') return performers.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
  if (order === 'favorites') return performers.toSorted((a, b) => Number(b.favorite) - Number(a.favorite))
  const rank = ({ gender }: Performer) => (genders.indexOf(gender ?? 'UNKNOWN') + genders.length + 1) % (genders.length + 1)
  return performers.toSorted((a, b) => rank(a) - rank(b))
}

function producersOf(text: TextTools, { studio }: Scene, which: 'studio' | 'parent-studio'): readonly Person[] {
  const name = text.oneLine(which === 'studio' ? studio?.name : studio?.parent?.name)
  return name === undefined ? [] : [{ name }]
}
