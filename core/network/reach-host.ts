import type { Config } from '../config/config.js'
import { hostAddress, type Probes } from './host-address.js'
import { probes as realProbes } from './probes.js'
import { surroundings, type Surroundings } from './surroundings.js'

export interface ReachHostOptions {
  /** What this process runs in; found out when absent. */
  readonly around?: Surroundings
  readonly probes?: Probes
}

/** The configuration with addresses of Stash and Plex that lead to the host from inside a container, and what was changed. */
export async function reachHost<Addresses extends Pick<Config, 'stash' | 'plex'>>(config: Addresses, options: ReachHostOptions = {}): Promise<{ readonly config: Addresses, readonly notes: readonly string[] }> {
  const { around = surroundings({ env: process.env }), probes = realProbes } = options
  const stash = await hostAddress(config.stash.url, around, probes)
  const plex = config.plex === undefined ? undefined : await hostAddress(config.plex.url, around, probes)
  const changed = {
    ...config,
    stash: { ...config.stash, url: stash.url },
    plex: config.plex === undefined || plex === undefined ? undefined : { ...config.plex, url: plex.url },
  }
  return { config: changed, notes: [...note('STASH_URL', stash.note), ...note('PLEX_URL', plex?.note)] }
}

function note(variable: string, text: string | undefined): string[] {
  return text === undefined ? [] : [`${variable}: ${text}`]
}
