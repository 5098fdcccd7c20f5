import { IDENTIFIER } from './rating-key.js'

/** Plex's number for films, the only type that we serve. */
export const MOVIE = 1

/** Appended by Plex to the URL that it was given: a key that repeats a base path would double it. */
export const metadataKey = '/library/metadata'
export const matchKey = '/library/metadata/matches'

/** What Plex reads at the provider's root. No `images` feature: with it Plex takes pictures from nobody else any more. */
export function providerDocument(version: string): object {
  return {
    MediaProvider: {
      identifier: IDENTIFIER,
      title: 'Stash2Plex',
      version,
      Types: [{ type: MOVIE, Scheme: [{ scheme: IDENTIFIER }] }],
      Feature: [
        { type: 'metadata', key: metadataKey },
        { type: 'match', key: matchKey },
      ],
    },
  }
}
