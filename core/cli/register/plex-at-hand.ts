import { readConfig } from '../../config/read-config.js'
import type { Config } from '../../config/config.js'
import { fault } from '../../errors.js'
import { reachHost } from '../../network/reach-host.js'
import { PlexAgents } from '../../plex-server/plex-agents.js'
import { PlexClient } from '../../plex-server/plex-client.js'
import type { CommandLine } from '../command-line.js'
import { environmentOf } from '../settings.js'
import { silentLog } from '../silent-log.js'
import type { Terminal } from '../terminal.js'

export interface PlexAtHand {
  readonly config: Config
  readonly agents: PlexAgents
  /** Tells this Plex from others, for what is remembered of it. */
  readonly machine: string
}

/**
 * Reads the settings as the server does, and does some work with the Plex that they name.
 * @throws `S2P_CONFIG_INVALID`, `S2P_PLEX_NOT_CONFIGURED`, and what Plex's client throws
 */
export async function withPlex<T>(line: CommandLine, terminal: Terminal, work: (plex: PlexAtHand) => Promise<T>): Promise<T> {
  const reading = await readConfig(environmentOf(line, terminal))
  hideSecrets(reading.config, terminal)
  const { config } = await reachHost(reading.config)
  if (config.plex === undefined) throw fault('S2P_PLEX_NOT_CONFIGURED', {})
  const client = new PlexClient({ ...config.plex, log: silentLog, timeLimitMs: patience })
  try {
    const { machineIdentifier } = await client.identity()
    return await work({ config, agents: new PlexAgents(client), machine: machineIdentifier })
  } finally {
    await client.close()
  }
}

/** Milliseconds. Plex asks the provider before it answers. */
const patience = 30_000

export function hideSecrets({ stash, plex, apiKey, providerToken }: Config, terminal: Terminal): void {
  for (const secret of [stash.apiKey, plex?.token, apiKey, providerToken]) terminal.hide(secret)
}
