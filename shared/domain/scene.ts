import type { ImageRef } from './image.js'

/** A hash that Stash keeps of a file: `oshash` (16 hex digits), `md5`, `phash`. */
export interface Fingerprint {
  readonly type: string
  readonly value: string
}

/** One video file of a scene, as Stash sees it. */
export interface SceneFile {
  readonly id: string
  /** Absolute, with the separators of the machine that Stash runs on. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Seconds; undefined while Stash has not probed the file. */
  readonly duration: number | undefined
  /** RFC 3339, the file's modification time. */
  readonly modTime: string
  readonly width: number
  readonly height: number
  readonly fingerprints: readonly Fingerprint[]
}

export interface StashId {
  /** The stash-box's GraphQL address. */
  readonly endpoint: string
  readonly stashId: string
}

export type Gender = 'MALE' | 'FEMALE' | 'TRANSGENDER_MALE' | 'TRANSGENDER_FEMALE' | 'INTERSEX' | 'NON_BINARY'

export interface Performer {
  readonly id: string
  readonly name: string
  readonly disambiguation: string | undefined
  readonly gender: Gender | undefined
  readonly favorite: boolean
  /** Undefined when Stash would only send its stand-in silhouette. */
  readonly photo: ImageRef | undefined
  readonly tags: readonly { readonly id: string, readonly name: string }[]
}

export interface Studio {
  readonly id: string
  readonly name: string
  readonly logo: ImageRef | undefined
  readonly parent: { readonly id: string, readonly name: string } | undefined
}

export interface Tag {
  readonly id: string
  readonly name: string
  readonly image: ImageRef | undefined
  readonly parents: readonly { readonly id: string, readonly name: string }[]
  /** The parents, then theirs, and so on: the nearest first, each once, at most five generations. */
  readonly ancestors: readonly { readonly id: string, readonly name: string }[]
}

/** A film that the scene is part of (called movie before Stash 0.27). */
export interface Group {
  readonly id: string
  readonly name: string
  readonly sceneIndex: number | undefined
  readonly front: ImageRef | undefined
}

/** A set of pictures that belongs to the scene. */
export interface Gallery {
  readonly id: string
  /** The picture that Stash shows for it; undefined when it is empty. */
  readonly cover: ImageRef | undefined
}

/**
 * A Stash scene with all that describes it. Texts that Stash sends as `""` are undefined here.
 * Source: Stash's GraphQL `Scene`, 0.24 or later.
 */
export interface Scene {
  /** Digits. Stash reuses none, unless its database was rebuilt: then `createdAt` tells the two apart. */
  readonly id: string
  /** RFC 3339 in Stash's own offset. */
  readonly createdAt: string
  readonly updatedAt: string
  readonly title: string | undefined
  readonly code: string | undefined
  readonly details: string | undefined
  readonly director: string | undefined
  readonly urls: readonly string[]
  /** `YYYY-MM-DD`; since Stash 0.30 also `YYYY-MM` or `YYYY`. */
  readonly date: string | undefined
  /** 1–100. */
  readonly rating100: number | undefined
  readonly organized: boolean
  readonly interactive: boolean
  /** The first is the primary one; may be empty. */
  readonly files: readonly SceneFile[]
  /** Undefined when Stash would only send its stand-in. */
  readonly cover: ImageRef | undefined
  readonly studio: Studio | undefined
  readonly performers: readonly Performer[]
  readonly tags: readonly Tag[]
  readonly groups: readonly Group[]
  /** Read only where `metadata.galleries` is set: each costs Stash queries of its own. */
  readonly galleries?: readonly Gallery[]
  readonly stashIds: readonly StashId[]
}
