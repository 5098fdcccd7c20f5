import type { ImageRef } from './image.js'

/** Somebody in the cast or the crew. */
export interface Person {
  readonly name: string
  /** What the person is in the scene, shown under the name. */
  readonly role?: string
  readonly photo?: ImageRef
}

/** A rating from 0 to 10 and the badge under which Plex shows it. */
export interface Rating {
  readonly value: number
  readonly badge: 'imdb' | 'themoviedb' | 'rottentomatoes-critic' | 'rottentomatoes-audience'
}

/**
 * What Plex will be told about a scene, in our own words: only the Plex mapper knows Plex's field names.
 * The core fills it from the {@link Scene}; enrichers then change it one after the other.
 */
export interface SceneMetadata {
  readonly title: string
  readonly titleSort?: string
  readonly originalTitle?: string
  readonly tagline?: string
  readonly summary?: string
  /** A whole date, `YYYY-MM-DD`. */
  readonly date?: string
  readonly year?: number
  /** Milliseconds. */
  readonly duration?: number
  readonly studio?: string
  /** For example `XXX`. */
  readonly contentRating?: string
  readonly isAdult: boolean
  readonly ratings: readonly Rating[]
  readonly genres: readonly string[]
  readonly collections: readonly string[]
  readonly countries: readonly string[]
  /** In the order in which Plex shall show them. */
  readonly cast: readonly Person[]
  readonly directors: readonly Person[]
  readonly writers: readonly Person[]
  readonly producers: readonly Person[]
  /** Ids elsewhere, as URIs: `stashdb://<uuid>`, `imdb://tt…`. */
  readonly externalIds: readonly string[]
  readonly poster?: ImageRef
  readonly background?: ImageRef
  readonly logo?: ImageRef
  /** Every further picture that a person may choose from, best first. */
  readonly otherPosters: readonly ImageRef[]
  readonly otherBackgrounds: readonly ImageRef[]
}
