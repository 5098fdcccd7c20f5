import type { PictureAddressState } from '../access/picture-address.js'
import type { CatalogState } from '../catalog/catalog-state.js'
import type { PendingCounts } from '../delivery/unanswered-store.js'
import type { PluginStatus } from '../plugin-system/plugin-status.js'
import type { StashStatus } from '../stash/reader.js'
import { mappingProblem, mappingReport, type MappingSource } from './mapping-report.js'

export interface HealthParts {
  readonly version: string
  readonly catalogState: () => CatalogState
  readonly stashStatus: (signal: AbortSignal) => Promise<StashStatus>
  /** True while Stash is left alone after a row of failures. */
  readonly stashResting: () => boolean
  /** Undefined when Plex is not configured. */
  readonly plexIdentity: ((signal: AbortSignal) => Promise<{ readonly version: string }>) | undefined
  readonly plexSections: () => readonly { readonly id: string, readonly title: string }[]
  readonly plugins: () => readonly PluginStatus[]
  readonly pending: () => PendingCounts
  readonly pictures: () => PictureAddressState
  /** A sentence when requests were refused lately for the sake of load. */
  readonly shedding: () => string | undefined
  readonly pathMapping: () => MappingSource
}

interface Reached<T> {
  readonly reachable: boolean
  readonly problem: string | undefined
  readonly told: T | undefined
}

/** Milliseconds. */
const patience = 3_000

/** Everything an admin wants to know at once; `problems` says in sentences what needs a hand. Never rejects. */
export async function healthReport(parts: HealthParts): Promise<object> {
  const [stash, plex] = await Promise.all([reach(parts.stashStatus), parts.plexIdentity === undefined ? undefined : reach(parts.plexIdentity)])
  const [catalog, pending, pictures] = [parts.catalogState(), parts.pending(), parts.pictures()]
  const pathMapping = mappingReport(parts.pathMapping())
  const plugins = parts.plugins().map(({ id, status, reason, advice }) => ({ id, status, reason, advice }))
  const problems = [
    stash.problem,
    stash.told === undefined || stash.told.status === 'OK' ? undefined : `Stash is reachable, but its status is ${stash.told.status}; open it in a browser.`,
    plex?.problem,
    staleness(catalog, stash.problem),
    pictures.warning,
    parts.shedding(),
    mappingProblem(pathMapping),
    pending.ready === 0 ? undefined : `${pending.ready} file(s) that Plex got no scene for can be matched now; see GET /matches/pending.`,
    ...plugins.filter(({ status }) => !['active', 'disabled', 'available'].includes(status)).map(({ id, status, reason }) => `Plugin ${id} is ${status}: ${reason ?? ''}`),
  ].filter((problem) => problem !== undefined)
  return {
    status: problems.length === 0 ? 'ok' : 'needs attention',
    problems,
    version: parts.version,
    uptimeSeconds: Math.floor(process.uptime()),
    freshness: freshnessOf(catalog),
    catalog,
    stash: { reachable: stash.reachable, resting: parts.stashResting(), ...stash.told },
    plex: plex === undefined ? { configured: false } : { configured: true, reachable: plex.reachable, version: plex.told?.version, sections: parts.plexSections().map(({ id, title }) => ({ id, title })) },
    pathMapping,
    plugins,
    pending,
    pictures,
  }
}

/** Why is told once: most often it is what Stash itself has just answered. */
function staleness({ phase, staleSince, lastError }: CatalogState, stashProblem: string | undefined): string | undefined {
  if (staleSince === undefined) return undefined
  const what = phase === 'complete' ? 'The catalog has been stale' : 'The first sync has been waiting for Stash'
  const why = lastError === undefined || lastError === stashProblem ? '.' : `: ${lastError}`
  return `${what} since ${new Date(staleSince * 1000).toISOString()}${why}`
}

function freshnessOf({ phase, staleSince }: CatalogState): string {
  if (phase !== 'complete') return 'filling'
  return staleSince === undefined ? 'fresh' : `stale since ${new Date(staleSince * 1000).toISOString()}`
}

async function reach<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<Reached<T>> {
  try {
    return { reachable: true, problem: undefined, told: await ask(AbortSignal.timeout(patience)) }
  } catch (error) {
    return { reachable: false, problem: error instanceof Error ? error.message : String(error), told: undefined }
  }
}
