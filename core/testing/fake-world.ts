import type { FolderRuleOptions } from '../../shared/path-mapping/rule-options.js'
import type { CatalogScene, LocalFacts, Scene } from '../../shared/plugin-api/index.js'

/** A video file of Stash. */
export interface FakeFile {
  /** The scene's id. */
  readonly scene: number
  readonly path: string
  /** Bytes; 1,000 when absent. */
  readonly size?: number
  /** Seconds. */
  readonly duration?: number
  /** 16 hex digits. */
  readonly oshash?: string
}

/** What Stash and Plex hold while a plugin is tried. Everything may be left out. */
export interface FakeWorld {
  readonly files?: readonly FakeFile[]
  /** What the catalog knows of scenes themselves; a scene of `files` that is not named here has no title. */
  readonly scenes?: readonly CatalogScene[]
  /** False while Stash2Plex is still reading the whole of Stash. */
  readonly complete?: boolean
  /** What Stash itself answers when it is asked. */
  readonly stash?: readonly Scene[]
  /** The size of the file that Plex has at each path, `unknown` where it cannot say; Plex is not configured when undefined. */
  readonly plex?: Readonly<Record<string, number | 'unknown'>> | undefined
  /** What the files of this machine hold, by path; no plugin reads files when undefined. */
  readonly local?: Readonly<Record<string, LocalFacts>>
  /** Path mapping rules of two folders. */
  readonly pathMappings?: readonly FolderRuleOptions[]
  /** On the worker thread a plugin has `host.libraries`; `main` when absent. */
  readonly thread?: 'main' | 'worker'
}
