import type { Scene } from '../../shared/domain/scene.js'
import type { SceneMetadata } from '../../shared/domain/scene-metadata.js'
import type { Stopping } from '../../shared/late-abort.js'
import type { Awaitable, Catalog, MatchHints, Place } from '../../shared/plugin-api/index.js'
import type { ArtworkUrls } from '../artwork/artwork-urls.js'
import type { PendingMatches } from '../delivery/pending-matches.js'
import type { MatchOutcome } from '../match/match-outcome.js'
import type { LoadedScene } from '../metadata/scene-loader.js'

/** What Plex tells of the file, before its places are worked out. */
export interface FileHints {
  readonly filename: string | undefined
  /** The file's whole path, when the name began like one. */
  readonly absolutePath: string | undefined
}

/** What the routes stand on. All of it is made in the container. */
export interface ProviderOptions {
  readonly matchPipeline: {
    run(hints: MatchHints, options: { readonly signal: Stopping, readonly requestId: string }): Awaitable<MatchOutcome>
  }
  readonly sceneLoader: { loadWithAge(id: string, stopping?: Stopping): Awaitable<LoadedScene | undefined> }
  readonly metadataPipeline: { describe(scene: Scene, stopping: Stopping): Awaitable<SceneMetadata> }
  readonly artworkUrls: Pick<ArtworkUrls, 'url'>
  readonly catalog: Pick<Catalog, 'scene' | 'filesOf'>
  /** Where the file can be, one place or more for each library folder. */
  placesFor(hints: FileHints): Awaitable<readonly Place[]>
  /** Remembers the files that got no scene; optional. */
  readonly pending?: Pick<PendingMatches, 'remember' | 'answered'>
  /** Told of every outcome, once, before it is answered. Must not throw. */
  onOutcome?(hints: MatchHints, outcome: MatchOutcome): void
  readonly version: string
  /** Where pictures are asked for; undefined: at the address of the request. */
  readonly publicUrl: string | undefined
  /** Whether what a proxy at this address says of the original address counts. */
  readonly trusts?: (address: string | undefined) => boolean
  /** Told with every answer that carries pictures. Must not throw. */
  onImageBase?(base: string): void
  readonly adult: 'ignore' | 'require'
  /** What one request may take in all, milliseconds; 10,000 when absent. */
  readonly budgetMs?: number
  /** How long Fix Match waits for descriptions before plain names must do, milliseconds; 4,000 when absent. */
  readonly describeMs?: number
}

export const defaultBudgetMs = 10_000
export const defaultDescribeMs = 4_000
