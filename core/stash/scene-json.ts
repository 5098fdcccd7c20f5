import type { ImageKind, ImageRef, Scene, SceneFile, Studio } from '../../shared/domain/index.js'
import type { Gallery, Gender, Group, Performer, Tag } from '../../shared/domain/index.js'
import { id, type Json, list, listOf, number, object, text, unixSeconds, wholeNumber } from './json.js'

/** Stash's scene in our words; undefined when it is none, that is without an id. */
export function toScene(json: unknown): Scene | undefined {
  const scene = object(json)
  const sceneId = id(scene?.['id'])
  if (!scene || sceneId === undefined) return undefined
  return {
    id: sceneId,
    createdAt: text(scene['created_at']) ?? '',
    updatedAt: text(scene['updated_at']) ?? '',
    title: text(scene['title']),
    code: text(scene['code']),
    details: text(scene['details']),
    director: text(scene['director']),
    urls: list(scene['urls']).flatMap((url) => text(url) ?? []),
    date: toDate(scene['date']),
    rating100: toRating(scene['rating100']),
    organized: scene['organized'] === true,
    interactive: scene['interactive'] === true,
    files: listOf(scene['files'], toFile),
    cover: scene['coverless'] === 1 ? undefined : toImage('scene', object(scene['paths'])?.['screenshot'], scene),
    studio: toStudio(object(scene['studio'])),
    performers: listOf(scene['performers'], toPerformer),
    tags: listOf(scene['tags'], toTag),
    groups: toGroups(scene),
    ...scene['galleries'] === undefined ? {} : { galleries: listOf(scene['galleries'], toGallery) },
    stashIds: listOf(scene['stash_ids'], toStashId),
  }
}

/** Partial dates stay as they are; the year 1 is how Go writes no date at all. */
export function toDate(value: unknown): string | undefined {
  const date = /^\d{4}(?:-\d\d){0,2}(?=$|T)/.exec(text(value)?.trim() ?? '')?.[0]
  return date?.startsWith('000') ? undefined : date
}

/** 0 and -1 stand for a file that Stash has not probed. */
export function toDuration(value: unknown): number | undefined {
  const seconds = number(value)
  return seconds !== undefined && seconds > 0 ? seconds : undefined
}

function toRating(value: unknown): number | undefined {
  const rating = wholeNumber(value)
  return rating !== undefined && rating >= 1 && rating <= 100 ? rating : undefined
}

function toFile(file: Json): SceneFile | undefined {
  const fileId = id(file['id'])
  const path = file['path']
  if (fileId === undefined || typeof path !== 'string' || path === '') return undefined
  return {
    id: fileId,
    path,
    size: wholeNumber(file['size']) ?? 0,
    duration: toDuration(file['duration']),
    modTime: text(file['mod_time']) ?? '',
    width: wholeNumber(file['width']) ?? 0,
    height: wholeNumber(file['height']) ?? 0,
    fingerprints: listOf(file['fingerprints'], toFingerprint),
  }
}

function toFingerprint({ type, value }: Json): SceneFile['fingerprints'][number] | undefined {
  return text(type) && text(value) ? { type: type as string, value: value as string } : undefined
}

function toStashId({ endpoint, stash_id: stashId }: Json): Scene['stashIds'][number] | undefined {
  return text(endpoint) && text(stashId) ? { endpoint: endpoint as string, stashId: stashId as string } : undefined
}

/** Whatever has no name cannot be shown. */
function toNamed(json: Json): { id: string, name: string } | undefined {
  const ownId = id(json['id'])
  const name = text(json['name'])
  return ownId === undefined || name === undefined ? undefined : { id: ownId, name }
}

function toStudio(json: Json | undefined): Studio | undefined {
  const named = json && toNamed(json)
  if (!named) return undefined
  const parent = object(json['parent_studio'])
  return { ...named, logo: toImage('studio', json['image_path'], json), parent: parent && toNamed(parent) }
}

const GENDERS: ReadonlySet<unknown> = new Set<Gender>(['MALE', 'FEMALE', 'TRANSGENDER_MALE', 'TRANSGENDER_FEMALE', 'INTERSEX', 'NON_BINARY'])

function toPerformer(json: Json): Performer | undefined {
  const named = toNamed(json)
  return named && {
    id: named.id,
    name: named.name,
    disambiguation: text(json['disambiguation']),
    gender: GENDERS.has(json['gender']) ? json['gender'] as Gender : undefined,
    favorite: json['favorite'] === true,
    photo: toImage('performer', json['image_path'], json),
    tags: listOf(json['tags'], toNamed),
  }
}

function toTag(json: Json): Tag | undefined {
  const named = toNamed(json)
  // A scene has many tags: spelt out, because a spread costs more than all the rest.
  return named && { id: named.id, name: named.name, image: toImage('tag', json['image_path'], json), parents: listOf(json['parents'], toNamed), ancestors: toAncestors(json) }
}

function parentsOf(tag: Json): Json[] {
  return listOf(tag['parents'], (parent) => parent)
}

/** Generation by generation, each tag once: a tag may be above another in several ways. */
function toAncestors(json: Json): Tag['ancestors'] {
  const parents = parentsOf(json)
  if (parents.length === 0) return []
  const found = new Map<string, Tag['ancestors'][number]>()
  for (let generation = parents; generation.length > 0; generation = generation.flatMap(parentsOf)) {
    for (const named of listOf(generation, toNamed)) if (!found.has(named.id)) found.set(named.id, named)
  }
  return [...found.values()]
}

/** `groups` since Stash 0.27, `movies` before. */
function toGroups(scene: Json): Group[] {
  return listOf(scene['groups'] ?? scene['movies'], (entry) => {
    const json = object(entry['group'] ?? entry['movie'])
    const named = json && toNamed(json)
    return named && {
      ...named,
      sceneIndex: wholeNumber(entry['scene_index']),
      front: toImage('group', json['front_image_path'], json),
    }
  })
}

/** Its cover is an image of its own, whose address follows from the id. */
function toGallery(json: Json): Gallery | undefined {
  const galleryId = id(json['id'])
  const image = object(json['cover'])
  const imageId = id(image?.['id'])
  const cover = imageId === undefined ? undefined : { kind: 'image' as const, id: imageId, version: String(unixSeconds(image?.['updated_at']) ?? 0) }
  return galleryId === undefined ? undefined : { id: galleryId, cover }
}

/** Of the address only its `t` is kept: the rest follows from kind and id. `default=true` marks Stash's stand-ins. */
function toImage(kind: ImageKind, url: unknown, owner: Json): ImageRef | undefined {
  const address = text(url)
  const ownerId = id(owner['id'])
  if (address === undefined || ownerId === undefined) return undefined
  const parameters = address.slice(address.indexOf('?') + 1).split('&')
  if (parameters.includes('default=true')) return undefined
  const version = parameters.find((parameter) => parameter.startsWith('t='))?.slice(2) ?? ''
  return { kind, id: ownerId, version: /^\d{1,20}$/.test(version) ? version : String(unixSeconds(owner['updated_at']) ?? 0) }
}
