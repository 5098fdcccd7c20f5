import type { DependencyContainer } from 'tsyringe'
import type { Parts } from './container.js'
import type { SecondLookOptions } from './delivery/second-look.js'
import type { ExplainOptions } from './explain/collaborators.js'
import type { MappingSource } from './health/mapping-report.js'
import type { HealthParts } from './health/report.js'
import { runsCounted, type StateSources } from './health/state-metrics.js'
import { rulesYaml } from './mapping-suggestion/rules-yaml.js'
import { MatchPipeline } from './match/pipeline.js'
import { placesOf } from './plex/places.js'
import { parseGuid } from './plex/rating-key.js'
import type { ProviderOptions } from './plex/collaborators.js'
import { tokens } from './tokens.js'
import type { Place } from '../shared/plugin-api/index.js'

/** Where a file can be, by what is known of Plex's library folders at this moment. */
export function placesFor(c: DependencyContainer, { config }: Parts): (file: Parameters<ProviderOptions['placesFor']>[0]) => Place[] {
  const library = c.resolve(tokens.plexLibrary)
  const mapping = c.resolve(tokens.mapping)
  const configured = config.library.roots.map((path) => ({ path }))
  return ({ filename, absolutePath }) => placesOf(filename, { roots: library?.roots() ?? configured, form: config.library.filenames, mapping, absolutePath })
}

export function explainOptions(c: DependencyContainer, parts: Parts): ExplainOptions {
  const client = c.resolve(tokens.plexClient)
  const mapping = c.resolve(tokens.mapping)
  return {
    matchPipeline: c.resolve(tokens.matchPipeline),
    metadataPipeline: c.resolve(tokens.metadataPipeline),
    sceneLoader: c.resolve(tokens.sceneLoader),
    catalog: c.resolve(tokens.catalog),
    placesFor: placesFor(c, parts),
    rules: () => mapping.current.rules.map((rule) => ({ name: rule.name, toStash: (path) => rule.toStash(path), silenced: mapping.current.isSilent(rule.name) })),
    plex: c.resolve(tokens.plexLibrary),
    plexItem: client === undefined ? undefined : (ratingKey, signal) => client.item(ratingKey, signal),
    adult: parts.config.match.adult,
  }
}

export function healthParts(c: DependencyContainer, version: string, { config }: Parts): HealthParts {
  const client = c.resolve(tokens.plexClient)
  return {
    version,
    catalogState: () => c.resolve(tokens.catalogKeeper).state(),
    stashStatus: (signal) => c.resolve(tokens.stashReader).status(signal),
    stashResting: () => c.resolve(tokens.stashClient).away,
    plexIdentity: client === undefined ? undefined : (signal) => client.identity(signal),
    plexSections: () => c.resolve(tokens.plexLibrary)?.sections() ?? [],
    plugins: () => c.resolve(tokens.plugins).statuses(),
    pending: () => c.resolve(tokens.pendingMatches).counts(),
    pictures: () => c.resolve(tokens.pictureAddress).state(),
    shedding: () => c.resolve(tokens.load).shedLog.problem(),
    pathMapping: () => mappingSource(c, config.pathMappings?.length),
  }
}

function mappingSource(c: DependencyContainer, configured: number | undefined): MappingSource {
  const { current } = c.resolve(tokens.mapping)
  const rules = current.rules.map(({ name }) => name)
  const { found, foundAt, obstacle, suggested } = c.resolve(tokens.mappingFinder).state()
  const shown = found ?? suggested ?? []
  return { rules, silenced: rules.filter((name) => current.isSilent(name)), configured, found, foundAt, obstacle, yaml: shown.length === 0 ? undefined : rulesYaml(shown) }
}

export function stateSources(c: DependencyContainer, version: string, parts: Parts): StateSources {
  const { catalogState, stashResting, plugins, pending } = healthParts(c, version, parts)
  const { atWork } = c.resolve(tokens.load)
  return { version, catalogState, stashResting, plugins, pending, atWork: () => ({ match: atWork.of('match'), metadata: atWork.of('metadata'), picture: atWork.of('picture'), other: atWork.of('other') }), gapCounts: () => c.resolve(tokens.gapReader).counts(), runs: () => c.resolve(tokens.gapRuns).latest(runsCounted) }
}

/** The matchers as for Plex, but on what the catalog has: nobody is waiting, so Stash is left in peace. */
export function secondLookOptions(c: DependencyContainer, parts: Parts): SecondLookOptions {
  const log = parts.logger.child({ room: 'delivery' })
  const [catalog, library, client] = [c.resolve(tokens.catalog), c.resolve(tokens.plexLibrary), c.resolve(tokens.plexClient)]
  const mapping = c.resolve(tokens.mapping)
  const isCurrent = () => catalog.complete && c.resolve(tokens.catalogKeeper).state().staleSince === undefined
  const matchPipeline = new MatchPipeline({ matchers: c.resolve(tokens.plugins).matchers, catalog, catchUp: async () => (isCurrent() ? 'caught-up' : 'stash-away'), log })
  return {
    pending: c.resolve(tokens.pendingMatches),
    catalog: {
      get version() { return `${catalog.version} ${mapping.version}` },
      byBasename: (name) => catalog.byBasename(name),
      byPath: (path) => catalog.byPath(path),
    },
    isCurrent,
    placesFor: placesFor(c, parts),
    match: async ({ filename, title, year }, places, signal) => {
      const hints = { filename, places, manual: false, ...(title === undefined ? {} : { title }), ...(year === undefined ? {} : { year }) }
      const outcome = await matchPipeline.run(hints, { signal, requestId: 'second look' })
      if (outcome.kind === 'matched') return { kind: 'matched', sceneId: outcome.candidate.sceneId }
      return { kind: outcome.kind === 'unknown' ? 'unknown' : 'none' }
    },
    locate: (places) => {
      const found = places.map(({ plexPath }) => library?.listed(plexPath)).find((file) => file !== undefined)
      if (found !== undefined) return { plexKey: found.ratingKey, sectionId: found.sectionId }
      const sections = new Set(places.map(({ sectionId }) => sectionId))
      const [only] = sections
      return sections.size === 1 && only !== undefined ? { sectionId: only } : {}
    },
    isMatched: client === undefined ? undefined : async (plexKey, signal) => parseGuid((await client.item(plexKey, signal))?.guid ?? '') !== undefined,
    log,
  }
}
