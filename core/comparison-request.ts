import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RuleMapping } from '../shared/path-mapping/index.js'
import type { CatalogKeeper } from './catalog/catalog-keeper.js'
import type { SweepWait } from './catalog/sweeps.js'
import type { ComparisonPayload, ComparisonSettings } from './comparison-worker.js'
import type { Config } from './config/config.js'
import { IDENTIFIER } from './plex/rating-key.js'
import type { PluginSystem } from './plugin-system/plugin-system.js'

/** Why a listing of the catalog proves nothing; undefined when it was swept and holds what Stash holds now. */
export async function catalogTrouble(keeper: Pick<CatalogKeeper, 'sweepNow' | 'state'>, wait: SweepWait): Promise<string | undefined> {
  const outcome = await keeper.sweepNow(wait)
  if (outcome === 'caught-up') return undefined
  return outcome === 'filling' ? 'the first sync is still running' : keeper.state().lastError ?? 'Stash could not be asked'
}

const LOOK_AGAIN = 10_000

/** Patient while Stash is away or the first sync runs. */
export async function untilCaughtUp(keeper: Pick<CatalogKeeper, 'catchUp'>, signal: AbortSignal): Promise<void> {
  while (await keeper.catchUp([], signal) !== 'caught-up') await sleep(LOOK_AGAIN, undefined, { signal, ref: false })
}

/** What the thread that compares is started with. */
export function comparisonSettings({ dataDir, stash, plex, pathMappings, pluginsDir, gaps }: Config, bundledDir: string): ComparisonSettings {
  return {
    catalogFile: join(dataDir, 'catalog.db'), stateFile: join(dataDir, 'state.db'), stash, plex, agent: IDENTIFIER, pathMappings,
    bundledDir, pluginsDir, sections: gaps.sections, ignore: gaps.ignore,
  }
}

export function silentRules(mapping: RuleMapping): readonly string[] {
  return mapping.rules.map(({ name }) => name).filter((name) => mapping.isSilent(name))
}

/** The worker loads only plugins that bring gap sources or read files for those, in the same order and with the same options. */
export function gapPlugins({ gapSources, fileReaders }: PluginSystem, { plugins }: Config): ComparisonPayload['plugins'] {
  return [...new Set([...gapSources, ...fileReaders].map(({ plugin }) => plugin))].map((id) => plugins.find((entry) => entry.id === id) ?? { id, enabled: true, options: {} })
}
