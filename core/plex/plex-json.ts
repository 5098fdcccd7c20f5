/** Plex's own field names, as its provider API has them; undefined members are left out of the JSON. */
export interface PlexTag {
  readonly tag: string
}

export interface PlexPerson extends PlexTag {
  readonly order: number
  readonly role?: string | undefined
  readonly thumb?: string | undefined
}

export interface PlexImage {
  readonly type: 'coverPoster' | 'background' | 'clearLogo'
  readonly url: string
  readonly alt: string
}

export interface PlexRating {
  readonly image: string
  readonly type: 'critic' | 'audience'
  /** 0–10. */
  readonly value: number
}

/** Enough for Plex to match: all else it asks for afterwards. */
export interface PlexMatch {
  readonly ratingKey: string
  readonly key: string
  readonly guid: string
  readonly type: 'movie'
  readonly title: string
  readonly year?: number | undefined
  readonly originallyAvailableAt?: string | undefined
}

export interface PlexMetadata extends PlexMatch {
  readonly titleSort?: string | undefined
  readonly originalTitle?: string | undefined
  readonly tagline?: string | undefined
  readonly summary?: string | undefined
  readonly duration?: number | undefined
  readonly studio?: string | undefined
  readonly contentRating?: string | undefined
  readonly isAdult: boolean
  readonly thumb?: string | undefined
  readonly art?: string | undefined
  readonly Image?: readonly PlexImage[] | undefined
  readonly Genre?: readonly PlexTag[] | undefined
  readonly Collection?: readonly PlexTag[] | undefined
  readonly Country?: readonly PlexTag[] | undefined
  readonly Studio?: readonly PlexTag[] | undefined
  readonly Role?: readonly PlexPerson[] | undefined
  readonly Director?: readonly PlexPerson[] | undefined
  readonly Writer?: readonly PlexPerson[] | undefined
  readonly Producer?: readonly PlexPerson[] | undefined
  readonly Rating?: readonly PlexRating[] | undefined
  readonly Guid?: readonly { readonly id: string }[] | undefined
}
