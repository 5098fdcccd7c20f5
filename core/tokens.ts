import type { InjectionToken } from 'tsyringe'
import type { PictureAddress } from './access/picture-address.js'
import type { ArtworkUrls } from './artwork/artwork-urls.js'
import type { CatalogKeeper } from './catalog/catalog-keeper.js'
import type { CatalogReader } from './catalog/catalog-reader.js'
import type { PendingMatches } from './delivery/pending-matches.js'
import type { GapIgnores } from './gaps/gap-ignores.js'
import type { GapNotebook } from './gaps/gap-notebook.js'
import type { GapReader } from './gaps/gap-reader.js'
import type { GapRuns } from './gaps/gap-runs.js'
import type { Metrics } from './health/metrics.js'
import type { Lane } from './jobs/lane.js'
import type { LiveMapping } from './live-mapping.js'
import type { Load } from './load/load.js'
import type { MappingFinder } from './mapping-suggestion/mapping-finder.js'
import type { MatchPipeline } from './match/pipeline.js'
import type { GoodCopies } from './metadata/good-copies.js'
import type { MetadataPipeline } from './metadata/metadata-pipeline.js'
import type { SceneLoader } from './metadata/scene-loader.js'
import type { PlexLibrary } from './plex-library/plex-library.js'
import type { PlexClient } from './plex-server/plex-client.js'
import type { LocalFileReaders } from './plugin-system/local-file-readers.js'
import type { PluginSystem } from './plugin-system/plugin-system.js'
import type { RuleCoverageWatch } from './rule-coverage.js'
import type { StashClient } from './stash/client.js'
import type { StashReader } from './stash/reader.js'
import type { Checkpoints } from './store/checkpoints.js'
import type { Database } from './store/database.js'

/** A name for a thing of this type. */
export function token<T>(name: string): InjectionToken<T> {
  return Symbol.for(`stash2plex.${name}`)
}

/** Everything that the app is made of, by name and type. */
export const tokens = {
  apiKey: token<{ readonly key: string, readonly file: string }>('apiKey'),
  artworkUrls: token<ArtworkUrls>('artworkUrls'),
  catalog: token<CatalogReader>('catalog'),
  catalogKeeper: token<CatalogKeeper>('catalogKeeper'),
  checkpoints: token<Checkpoints>('checkpoints'),
  comparisonLane: token<Lane>('comparisonLane'),
  gapIgnores: token<GapIgnores>('gapIgnores'),
  gapNotebook: token<GapNotebook>('gapNotebook'),
  gapReader: token<GapReader>('gapReader'),
  gapRuns: token<GapRuns>('gapRuns'),
  goodCopies: token<GoodCopies>('goodCopies'),
  localFiles: token<LocalFileReaders>('localFiles'),
  metrics: token<Metrics>('metrics'),
  load: token<Load>('load'),
  mapping: token<LiveMapping>('mapping'),
  mappingFinder: token<MappingFinder>('mappingFinder'),
  matchPipeline: token<MatchPipeline>('matchPipeline'),
  metadataPipeline: token<MetadataPipeline>('metadataPipeline'),
  pictureAddress: token<PictureAddress>('pictureAddress'),
  pendingMatches: token<PendingMatches>('pendingMatches'),
  plexClient: token<PlexClient | undefined>('plexClient'),
  plexLibrary: token<PlexLibrary | undefined>('plexLibrary'),
  plexStore: token<Database | undefined>('plexStore'),
  plugins: token<PluginSystem>('plugins'),
  ruleCoverage: token<RuleCoverageWatch>('ruleCoverage'),
  sceneLoader: token<SceneLoader>('sceneLoader'),
  stashClient: token<StashClient>('stashClient'),
  stashReader: token<StashReader>('stashReader'),
  state: token<Database>('state'),
  syncLane: token<Lane>('syncLane'),
}
