/**
 * The sample library: what a Stash and a Plex hold of one set of video files. Truth comes from the identity of the files
 * (`content`), never from names or paths. Rows may be objects with getters: read them, do not spread or clone them.
 */
export interface SampleLibrary {
  readonly seed: number
  readonly scenes: readonly SampleScene[]
  /** Plex's library sections. */
  readonly sections: readonly SampleSection[]
  /** Every item of Plex, in the order in which a scan finds them. */
  readonly items: readonly SampleItem[]
  /** The path mapping rules that an admin would write for this library, as in the YAML file; empty when none is written. */
  readonly pathMappings: readonly object[]
  /** Stash's own library folders. */
  readonly stashRoots: readonly string[]
  /** What scenes point at by id, in the order of the ids. */
  readonly studios: readonly SampleStudio[]
  readonly performers: readonly SamplePerformer[]
  readonly tags: readonly SampleTag[]
  readonly groups: readonly SampleGroup[]
}

export interface SampleScene {
  /** Stash's scene id. */
  readonly id: number
  /** Unix seconds. */
  readonly createdAt: number
  readonly updatedAt: number
  readonly title: string
  readonly details: string
  readonly code: string
  readonly director: string
  readonly date: string | null
  readonly rating100: number | null
  readonly organized: boolean
  readonly hasCover: boolean
  readonly urls: readonly string[]
  /** Ids at stashdb.org. */
  readonly stashIds: readonly string[]
  readonly studioId: number | null
  readonly performerIds: readonly number[]
  readonly tagIds: readonly number[]
  readonly groupIds: readonly number[]
  /** The first is the primary file. */
  readonly files: readonly SampleStashFile[]
}

export interface SampleStashFile {
  readonly id: number
  /** The identity of the video: equal numbers are bytewise the same video. */
  readonly content: number
  /** Absolute, as Stash sees it. */
  readonly path: string
  readonly folder: string
  readonly basename: string
  readonly size: number
  /** Seconds. */
  readonly duration: number
  readonly oshash: string
  readonly modTime: number
}

interface SampleEntity {
  readonly id: number
  readonly name: string
  readonly hasImage: boolean
  /** Unix seconds. */
  readonly createdAt: number
  readonly updatedAt: number
}

export interface SampleStudio extends SampleEntity {
  readonly parentId: number | null
}

export interface SamplePerformer extends SampleEntity {
  readonly disambiguation: string
  readonly gender: string | null
  readonly favorite: boolean
  readonly tagIds: readonly number[]
}

export interface SampleTag extends SampleEntity {
  readonly description: string
  readonly parentIds: readonly number[]
}

export type SampleGroup = SampleEntity

export interface SampleSection {
  readonly id: string
  readonly title: string
  readonly locations: readonly string[]
}

export interface SampleItem {
  readonly ratingKey: number
  readonly sectionId: string
  readonly content: number
  /** Absolute, as Plex sees it. */
  readonly path: string
  readonly size: number
  /** Milliseconds. */
  readonly duration: number
  /** What was planted here, for the report: `mapped`, `case-differs`, `stranger-generic` … */
  readonly category: string
  /** The scene that holds the very same video; undefined when Stash has none. */
  readonly sceneId: number | undefined
  /** Whether an automatic match is certain for this category, so that a missing answer is a fault. */
  readonly certain: boolean
}
