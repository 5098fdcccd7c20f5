import type { ImageRef } from '../../shared/domain/image.js'
import type { Rating, SceneMetadata } from '../../shared/domain/scene-metadata.js'
import type { Scene, SceneFile } from '../../shared/domain/scene.js'
import { oneLine } from '../../shared/text/one-line.js'
import { dayOf, releaseDate } from './dates.js'
import type { ReleaseDate } from './dates.js'
import { externalIdsOf } from './external-ids.js'
import { castOf, directorsOf } from './people.js'
import { plainText } from './plain-text.js'

export interface BaseOptions {
  /** What a scene without date gets: the day of its file, or none. */
  readonly missingDate: 'file' | 'none'
  /** For example `XXX`; `''` for none. */
  readonly contentRating: string
  /** Plex knows no badge for Stash's own rating; `imdb` when absent: a number from 0 to 10. */
  readonly ratingBadge?: Rating['badge']
  /**
   * Whether the studio's logo is the item's logo; false when absent, because Plex's newer apps then show it *instead* of the
   * title, and all scenes of a studio look alike.
   */
  readonly studioLogo?: boolean
}

/** What Plex is told about a scene before any enricher has a say. */
export function baseMetadata(scene: Scene, options: BaseOptions): SceneMetadata {
  const file = scene.files[0]
  return {
    title: oneLine(scene.title) ?? titleFromPath(file?.path) ?? `Scene ${scene.id}`,
    isAdult: true,
    ratings: ratingsOf(scene.rating100, options.ratingBadge ?? 'imdb'),
    genres: distinct(scene.tags.map(({ name }) => oneLine(name))),
    collections: [],
    countries: [],
    cast: castOf(scene.performers),
    directors: directorsOf(scene.director),
    writers: [],
    producers: [],
    externalIds: externalIdsOf(scene.stashIds),
    otherPosters: otherPictures(scene),
    otherBackgrounds: [],
    ...withoutGaps({
      ...dateOf(scene, options),
      ...logoOf(scene, options),
      summary: plainText(scene.details),
      duration: milliseconds(file),
      studio: oneLine(scene.studio?.name),
      contentRating: oneLine(options.contentRating),
      poster: scene.cover,
      background: scene.cover,
    }),
  }
}

/** The base name of a path with either separator, without its extension; undefined when there is none. */
export function titleFromPath(path: string | undefined): string | undefined {
  const name = path?.split(/[/\\]/).at(-1) ?? ''
  return oneLine(name.replace(/(?<=.)\.[^.\s]{1,10}$/, ''))
}

function dateOf(scene: Scene, options: BaseOptions): Partial<ReleaseDate> {
  const ofFile = options.missingDate === 'file' ? dayOf(scene.files[0]?.modTime) : undefined
  return releaseDate(scene.date) ?? ofFile ?? {}
}

function logoOf(scene: Scene, options: BaseOptions): { readonly logo?: ImageRef } {
  const logo = options.studioLogo === true ? scene.studio?.logo : undefined
  return logo === undefined ? {} : { logo }
}

function milliseconds(file: SceneFile | undefined): number | undefined {
  const seconds = file?.duration ?? 0
  return seconds > 0 ? Math.round(seconds * 1000) : undefined
}

/** Stash's 0 means "not rated". */
function ratingsOf(rating100: number | undefined, badge: Rating['badge']): readonly Rating[] {
  if (rating100 === undefined || rating100 <= 0) return []
  return [{ value: Math.min(rating100, 100) / 10, badge }]
}

/** Upright pictures for Plex's picker: covers of the films that the scene is part of, then the performers. */
function otherPictures(scene: Scene): readonly ImageRef[] {
  const pictures = [...scene.groups.map(({ front }) => front), ...scene.performers.map(({ photo }) => photo)]
  return pictures.filter((picture) => picture !== undefined)
}

function distinct(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== undefined))]
}

type Filled<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> }

function withoutGaps<T extends object>(fields: T): Filled<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Filled<T>
}
