import type { SampleGroup, SamplePerformer, SampleStudio, SampleTag } from '../library/sample-library.js'
import { timeText } from './clock.js'
import type { FieldsOf, StashContext } from './context.js'

interface Entity { readonly id: number, readonly name: string, readonly hasImage: boolean, readonly createdAt: number, readonly updatedAt: number }

const none = () => []
const nothing = () => null
const blank = () => ''
const zero = () => 0
const no = () => false

/** `&default=true` is how Stash tells that it would only send a stand-in. */
function picture(kind: string, entity: Entity, context: StashContext): string {
  return `${context.base}/${kind}?t=${entity.updatedAt}${entity.hasImage ? '' : '&default=true'}`
}

const times: FieldsOf<Entity> = {
  created_at: ({ createdAt }, _, { shelf }) => timeText(createdAt, shelf.firstOffset),
  updated_at: ({ updatedAt }, _, { shelf }) => timeText(updatedAt, shelf.firstOffset),
}

export function byIds<T>(list: readonly T[], ids: readonly number[]): readonly T[] {
  return ids.map((id) => list[id - 1]).filter((entity) => entity !== undefined)
}

export const studioFields: FieldsOf<SampleStudio> = {
  ...times as FieldsOf<SampleStudio>,
  url: nothing, urls: none, aliases: none, tags: none, stash_ids: none, details: blank, rating100: nothing,
  ignore_auto_tag: no, favorite: no, scene_count: zero,
  parent_studio: ({ parentId }, _, { shelf }) => parentId === null ? null : shelf.library.studios[parentId - 1],
  child_studios: ({ id }, _, { shelf }) => shelf.library.studios.filter(({ parentId }) => parentId === id),
  image_path: (studio, _, context) => picture(`studio/${studio.id}/image`, studio, context),
}

export const performerFields: FieldsOf<SamplePerformer> = {
  ...times as FieldsOf<SamplePerformer>,
  url: nothing, urls: none, twitter: nothing, instagram: nothing, birthdate: nothing, death_date: nothing, ethnicity: blank,
  country: blank, eye_color: blank, hair_color: blank, height_cm: nothing, weight: nothing, measurements: blank, career_length: blank,
  tattoos: blank, piercings: blank, alias_list: none, ignore_auto_tag: no, scene_count: zero, stash_ids: none, rating100: nothing,
  details: blank, custom_fields: () => ({}),
  tags: ({ tagIds }, _, { shelf }) => byIds(shelf.library.tags, tagIds),
  image_path: (performer, _, context) => picture(`performer/${performer.id}/image`, performer, context),
}

export const tagFields: FieldsOf<SampleTag> = {
  ...times as FieldsOf<SampleTag>,
  sort_name: blank, aliases: none, ignore_auto_tag: no, favorite: no, stash_ids: none, scene_count: zero,
  parents: ({ parentIds }, _, { shelf }) => byIds(shelf.library.tags, parentIds),
  children: ({ id }, _, { shelf }) => shelf.library.tags.filter(({ parentIds }) => parentIds.includes(id)),
  image_path: (tag, _, context) => picture(`tag/${tag.id}/image`, tag, context),
}

export const groupFields: FieldsOf<SampleGroup> = {
  ...times as FieldsOf<SampleGroup>,
  aliases: blank, duration: nothing, date: nothing, rating100: nothing, studio: nothing, director: blank, synopsis: blank,
  url: nothing, urls: none, tags: none, scene_count: zero, back_image_path: nothing,
  front_image_path: (group, _, context) => picture(`${context.minor < 27 ? 'movie' : 'group'}/${group.id}/frontimage`, group, context),
}
