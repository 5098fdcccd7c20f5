import type { Logger } from './call-context.js'
import type { Catalog } from './catalog.js'
import type { Enricher } from './enricher.js'
import type { GapSource } from './gap-source.js'
import type { Libraries } from './libraries.js'
import type { FileReader, LocalFiles } from './local-files.js'
import type { Matcher } from './matcher.js'
import type { PathMapping } from './paths.js'
import type { PlexServer } from './plex-server.js'
import type { Stash } from './stash.js'
import type { TextTools } from './text.js'

/** All that a plugin gets from Stash2Plex. Keep it for later use inside your capabilities. */
export interface PluginHost {
  addMatcher(matcher: Matcher): void
  addEnricher(enricher: Enricher): void
  addGapSource(source: GapSource): void
  addFileReader(reader: FileReader): void
  /** Called once when Stash2Plex stops, in the reverse order of registration; it has 5 seconds. */
  onClose(close: () => void | Promise<void>): void
  /** Plugins that bring gap sources or file readers are also loaded on a worker thread. */
  readonly thread: 'main' | 'worker'
  readonly catalog: Catalog
  readonly stash: Stash
  /** Undefined when `PLEX_URL` and `PLEX_TOKEN` are not configured. */
  readonly plex: PlexServer | undefined
  /** Undefined on the main thread. */
  readonly libraries?: Libraries | undefined
  readonly paths: PathMapping
  /** What the bytes of this machine's files say, where a plugin reads them. */
  readonly localFiles: LocalFiles
  readonly text: TextTools
  readonly log: Logger
}
