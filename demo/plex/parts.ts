import type { Dispatcher } from 'undici'
import type { Background } from './background.js'
import type { PlexFaults } from './faults.js'
import type { Holding } from './holding.js'
import type { FilenameForm } from './match-body.js'
import type { Matching } from './matching.js'
import type { PlexSection } from './plex-item.js'
import type { Provider, Providers } from './providers.js'
import type { ScanOptions, ScanResult } from './scan.js'

/** What the routes of one sample Plex work on. */
export interface Parts {
  readonly holding: Holding
  readonly providers: Providers
  readonly matching: Matching
  readonly background: Background
  readonly faults: PlexFaults
  readonly dispatcher: Dispatcher
  readonly filenameForm: FilenameForm
  readonly version: string
  readonly machineIdentifier: string
  /** The longest page that is sent, whatever is asked. */
  readonly pageLimit: number
  readonly providerOf: (section: PlexSection) => Provider | undefined
  readonly scan: (options: ScanOptions) => Promise<ScanResult[]>
}
