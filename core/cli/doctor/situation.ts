import type { CatalogState } from '../../catalog/catalog-state.js'
import { readConfig, type ConfigReading } from '../../config/read-config.js'
import type { Environment } from '../../config/secret-variables.js'
import type { MappingReport } from '../../health/mapping-report.js'
import { reachHost } from '../../network/reach-host.js'
import type { PluginStatus } from '../../plugin-system/plugin-status.js'
import type { CommandLine } from '../command-line.js'
import { hideSecrets } from '../register/plex-at-hand.js'
import { serverOf } from '../server.js'
import { environmentOf, serverSettings } from '../settings.js'
import type { Terminal } from '../terminal.js'

/** What `GET /health` says, as far as the doctor wants it. */
export interface HealthReport {
  readonly version: string
  readonly uptimeSeconds: number
  readonly problems: readonly string[]
  readonly catalog: CatalogState
  readonly stash: { readonly reachable: boolean, readonly version?: string }
  readonly plex: { readonly configured: boolean, readonly reachable?: boolean, readonly version?: string }
  readonly pathMapping?: MappingReport
}

export type RunningServer =
  | { readonly state: 'away', readonly url: string }
  | { readonly state: 'closed', readonly url: string, readonly error: unknown }
  | { readonly state: 'open', readonly url: string, readonly health: HealthReport, readonly plugins: readonly PluginStatus[] }

/** All that is known before the checks. Nothing here touches what a running server works on. */
export interface Situation {
  /** Undefined when the settings have faults. */
  readonly reading: ConfigReading | undefined
  readonly settingsFault: unknown
  /** How addresses were changed to reach the host of a container. */
  readonly hostNotes: readonly string[]
  readonly dataDir: string
  readonly server: RunningServer
}

export async function takeStock(line: CommandLine, terminal: Terminal): Promise<Situation> {
  const env = environmentOf(line, terminal)
  const settings = await readSettings(env, terminal)
  const server = await findServer(line, terminal, line.text('url') ?? serverSettings(env).url)
  return { ...settings, dataDir: settings.reading?.config.dataDir ?? serverSettings(env).dataDir, server }
}

async function readSettings(env: Environment, terminal: Terminal): Promise<Pick<Situation, 'reading' | 'settingsFault' | 'hostNotes'>> {
  try {
    const reading = await readConfig(env)
    hideSecrets(reading.config, terminal)
    const { config, notes } = await reachHost(reading.config)
    return { reading: { ...reading, config }, settingsFault: undefined, hostNotes: notes }
  } catch (error) {
    return { reading: undefined, settingsFault: error, hostNotes: [] }
  }
}

async function findServer(line: CommandLine, terminal: Terminal, given: string): Promise<RunningServer> {
  const url = given.replace(/\/+$/, '')
  if (!await isAlive(url)) return { state: 'away', url }
  try {
    const server = serverOf(line, terminal)
    const health = await server.json('GET', '/health') as HealthReport
    const { plugins } = await server.json('GET', '/plugins') as { readonly plugins: readonly PluginStatus[] }
    return { state: 'open', url, health, plugins }
  } catch (error) {
    return { state: 'closed', url, error }
  }
}

/** Milliseconds. */
const patience = 5_000

async function isAlive(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(patience) })
    return (await response.json() as { readonly status?: unknown }).status === 'alive'
  } catch {
    return false
  }
}
