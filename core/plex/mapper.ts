import type { ImageRef } from '../../shared/domain/image.js'
import type { Person, Rating, SceneMetadata } from '../../shared/domain/scene-metadata.js'
import type { PlexImage, PlexMatch, PlexMetadata, PlexPerson, PlexRating, PlexTag } from './plex-json.js'
import { metadataKey } from './provider-document.js'
import { guidOf } from './rating-key.js'

/** Gives a picture's absolute address; undefined when no address can be made. */
export type ImageAddress = (ref: ImageRef) => string | undefined

/** The names of an item and what a match cannot do without. */
export function toPlexMatch(ratingKey: string, scene: Pick<SceneMetadata, 'title' | 'year' | 'date'>): PlexMatch {
  return {
    ratingKey,
    key: `${metadataKey}/${ratingKey}`,
    guid: guidOf(ratingKey),
    type: 'movie',
    title: scene.title,
    year: scene.year ?? (scene.date === undefined ? undefined : Number(scene.date.slice(0, 4))),
    originallyAvailableAt: scene.date,
  }
}

/** All that Plex can be told about a scene, in Plex's words. */
export function toPlexMetadata(ratingKey: string, metadata: SceneMetadata, address: ImageAddress): PlexMetadata {
  const people = (persons: readonly Person[]) => filled(persons.map((person, index) => toPerson(person, index, address)))
  return {
    ...toPlexMatch(ratingKey, metadata),
    titleSort: metadata.titleSort,
    originalTitle: metadata.originalTitle,
    tagline: metadata.tagline,
    summary: metadata.summary,
    duration: metadata.duration,
    studio: metadata.studio,
    contentRating: metadata.contentRating,
    isAdult: metadata.isAdult,
    thumb: metadata.poster && address(metadata.poster),
    art: metadata.background && address(metadata.background),
    Image: filled(chosenImages(metadata, address)),
    Genre: toTags(metadata.genres),
    Collection: toTags(metadata.collections),
    Country: toTags(metadata.countries),
    Studio: metadata.studio === undefined ? undefined : [{ tag: metadata.studio }],
    Role: people(metadata.cast),
    Director: people(metadata.directors),
    Writer: people(metadata.writers),
    Producer: people(metadata.producers),
    Rating: filled(metadata.ratings.map(toRating)),
    Guid: filled(metadata.externalIds.map((id) => ({ id }))),
  }
}

/** Every picture that a person may choose from, the chosen ones first. */
export function toPlexImages(metadata: SceneMetadata, address: ImageAddress): readonly PlexImage[] {
  const { title, otherPosters, otherBackgrounds } = metadata
  const images = [
    ...chosenImages(metadata, address),
    ...otherPosters.map((ref) => toImage('coverPoster', ref, { title, address })),
    ...otherBackgrounds.map((ref) => toImage('background', ref, { title, address })),
  ].filter((image) => image !== undefined)
  return [...new Map(images.map((image) => [`${image.type} ${image.url}`, image])).values()]
}

function chosenImages({ title, poster, background, logo }: SceneMetadata, address: ImageAddress): readonly PlexImage[] {
  return [
    toImage('coverPoster', poster, { title, address }),
    toImage('background', background, { title, address }),
    toImage('clearLogo', logo, { title, address }),
  ].filter((image) => image !== undefined)
}

function toImage(type: PlexImage['type'], ref: ImageRef | undefined, { title, address }: { readonly title: string, readonly address: ImageAddress }): PlexImage | undefined {
  const url = ref && address(ref)
  return url === undefined ? undefined : { type, url, alt: title }
}

function toPerson({ name, role, photo }: Person, index: number, address: ImageAddress): PlexPerson {
  return { tag: name, role, thumb: photo && address(photo), order: index + 1 }
}

function toTags(texts: readonly string[]): readonly PlexTag[] | undefined {
  return filled(texts.map((tag) => ({ tag })))
}

/** Plex shows a rating only under one of its own badges; Rotten Tomatoes' ones turn over at 6. */
function toRating({ badge, value }: Rating): PlexRating {
  switch (badge) {
    case 'imdb': return { image: 'imdb://image.rating', type: 'audience', value }
    case 'themoviedb': return { image: 'themoviedb://image.rating', type: 'audience', value }
    case 'rottentomatoes-critic': return { image: `rottentomatoes://image.rating.${value >= 6 ? 'ripe' : 'rotten'}`, type: 'critic', value }
    default: return { image: `rottentomatoes://image.rating.${value >= 6 ? 'upright' : 'spilled'}`, type: 'audience', value }
  }
}

function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list
}
