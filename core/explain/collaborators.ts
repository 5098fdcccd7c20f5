import type { Scene } from '../../shared/domain/scene.js'
import type { Rule } from '../../shared/path-mapping/rule.js'
import type { Awaitable, Catalog, MatchHints, Place, PlexServer } from '../../shared/plugin-api/index.js'
import type { MatchOutcome } from '../match/match-outcome.js'
import type { MetadataTrace } from '../metadata/metadata-pipeline.js'
import type { LoadedScene } from '../metadata/scene-loader.js'
import type { PlexItem } from '../plex-server/plex-item.js'

/** What an explanation stands on: the very parts that answer Plex. */
export interface ExplainOptions {
  readonly matchPipeline: { run(hints: MatchHints, options: { readonly signal: AbortSignal, readonly requestId: string }): Awaitable<MatchOutcome> }
  readonly metadataPipeline: { trace(scene: Scene, signal: AbortSignal): Promise<MetadataTrace> }
  readonly sceneLoader: { loadWithAge(id: string, signal?: AbortSignal): Awaitable<LoadedScene | undefined> }
  readonly catalog: Pick<Catalog, 'byPath' | 'filesOf' | 'scene'>
  placesFor(file: { readonly filename: string | undefined, readonly absolutePath: string | undefined }): readonly Place[]
  /** The rules in their order; `silenced` ones cover paths but map them to nothing. */
  rules(): readonly (Pick<Rule, 'name' | 'toStash'> & { readonly silenced: boolean })[]
  readonly plex: Pick<PlexServer, 'fileFacts'> & { roots(): readonly { readonly path: string }[] } | undefined
  /** Asks Plex for an item; undefined when Plex is not configured. */
  readonly plexItem: ((ratingKey: string, signal: AbortSignal) => Promise<PlexItem | undefined>) | undefined
  readonly adult: 'ignore' | 'require'
}
