import type { Logger } from '../../shared/plugin-api/call-context.js'
import type { CatalogState } from '../catalog/catalog-state.js'
import type { PluginStatus } from '../plugin-system/plugin-status.js'

export interface StartSummaryParts {
  readonly log: Logger
  readonly version: string
  readonly warnings: readonly string[]
  readonly configFile: string
  readonly stashStatus: (signal: AbortSignal) => Promise<{ readonly status: string, readonly version: string }>
  /** Undefined when Plex is not configured. */
  readonly plexIdentity: ((signal: AbortSignal) => Promise<{ readonly version: string }>) | undefined
  readonly ruleNames: readonly string[]
  readonly plugins: () => readonly PluginStatus[]
  readonly catalogState: () => CatalogState
  /** To be pasted into Plex; a secret part of its path left out. */
  readonly address: string
  /** Empty when the key is configured. */
  readonly apiKeyFile: string
}

/** How long Stash and Plex may take to say who they are, milliseconds. */
const patience = 5_000

/** What an admin wants to know once the server listens, a line each. */
export async function sayStarted(parts: StartSummaryParts): Promise<void> {
  const { log } = parts
  log.info(`Stash2Plex ${parts.version} serves. Give this address to Plex: ${parts.address}`)
  for (const warning of parts.warnings) log.warn(warning)
  log.info(`configuration: environment and ${parts.configFile}${parts.apiKeyFile === '' ? '' : `; the API key is in ${parts.apiKeyFile}`}`)
  log.info(parts.ruleNames.length === 0 ? 'path mapping: no rules' : `path mapping: ${parts.ruleNames.join(', ')}`)
  for (const plugin of parts.plugins()) sayPlugin(log, plugin)
  log.info(catalogLine(parts.catalogState()))
  await Promise.all([sayStash(parts), sayPlex(parts)])
}

function sayPlugin(log: Logger, { id, status, reason, advice }: PluginStatus): void {
  const line = `plugin ${id}: ${status}`
  if (status === 'active') log.info(line)
  else if (status === 'disabled' || status === 'available') log.info(`${line} (${reason ?? ''})`)
  else log.warn(`${line}, ${reason ?? ''}. ${advice ?? ''}`)
}

export function catalogLine({ phase, percent, scenes, files, staleSince, checkedAt, sweptAt }: CatalogState): string {
  const held = `${scenes.toLocaleString('en')} scenes, ${files.toLocaleString('en')} files`
  if (phase !== 'complete') return `catalog: ${phase}, ${percent} %, ${held}; files that it does not know yet are answered with "try again later"`
  const freshness = staleSince === undefined ? '' : `, stale since ${moment(staleSince)}`
  return `catalog: complete, ${held}${freshness}; last look at changes ${moment(checkedAt)}, last compared as a whole ${moment(sweptAt)}`
}

function moment(seconds: number | undefined): string {
  return seconds === undefined ? 'never' : new Date(seconds * 1000).toISOString()
}

async function sayStash({ log, stashStatus }: StartSummaryParts): Promise<void> {
  try {
    const { status, version } = await stashStatus(AbortSignal.timeout(patience))
    log.info(`Stash: reachable, version ${version === '' ? 'not told' : version}, status ${status}`)
  } catch (error) {
    log.warn(`Stash: ${reasonOf(error)}`)
  }
}

async function sayPlex({ log, plexIdentity }: StartSummaryParts): Promise<void> {
  if (plexIdentity === undefined) return log.info('Plex: not configured (PLEX_URL, PLEX_TOKEN), so files of the same name under two library folders cannot be told apart')
  try {
    const { version } = await plexIdentity(AbortSignal.timeout(patience))
    log.info(`Plex: reachable, version ${version}`)
  } catch (error) {
    log.warn(`Plex: ${reasonOf(error)}`)
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
