/** What a picture belongs to in Stash. */
export type ImageKind = 'scene' | 'performer' | 'studio' | 'tag' | 'group' | 'image'

/**
 * A picture that Stash holds, named without any address: the core turns it into a signed URL when it answers Plex.
 *
 * `version` changes whenever the picture may have changed (Stash's `t`, Unix seconds), so that Plex fetches it anew.
 */
export interface ImageRef {
  readonly kind: ImageKind
  /** Stash's id of the owner, digits. */
  readonly id: string
  readonly version: string
}
