import { CatalogReader } from './catalog/catalog-reader.js'
import { compareLibraries as compare } from './gaps/compare-job.js'
import type { RunProgress } from './gaps/gap-run.js'
import type { CompareRequest } from './gaps/gap-runs.js'
import { SectionListing } from './gaps/plex-listing.js'
import { SweptCatalog } from './gaps/stash-listing.js'
import { WorkerThread, type TaskContext } from './jobs/worker-thread.js'
import { servedSections } from './plex-library/served-sections.js'
import { PlexClient } from './plex-server/plex-client.js'
import { LocalFileReaders } from './plugin-system/local-file-readers.js'
import { PluginSystem } from './plugin-system/plugin-system.js'
import { StashClient } from './stash/client.js'
import { StashReader } from './stash/reader.js'
import { stateMigrations } from './state-migrations.js'
import { openDatabase } from './store/open-database.js'
import { compilePathMapping } from '../shared/path-mapping/index.js'
import type { FolderRuleOptions, PathMappingRuleOptions } from '../shared/path-mapping/index.js'
import type { Libraries, Logger } from '../shared/plugin-api/index.js'
import { globs } from '../shared/text/globs.js'
import { textTools } from '../shared/text/index.js'

/** What the main thread gives to the thread that compares. */
export interface ComparisonSettings {
  readonly catalogFile: string
  readonly stateFile: string
  readonly stash: { readonly url: string, readonly apiKey: string | undefined }
  readonly plex: { readonly url: string, readonly token: string } | undefined
  /** The identifier of our agent. */
  readonly agent: string
  readonly pathMappings: readonly PathMappingRuleOptions[] | undefined
  readonly bundledDir: string
  readonly pluginsDir: string
  readonly sections: readonly string[]
  /** Glob patterns. */
  readonly ignore: readonly string[]
}

/** What changes from one comparison to the next. */
export interface ComparisonPayload extends CompareRequest {
  /** Rules that were found and stand in for configured ones. */
  readonly foundRules?: readonly FolderRuleOptions[] | undefined
  /** Rules that fail on real paths: what they cover is unmapped. */
  readonly silentRules: readonly string[]
  /** The plugins that brought gap sources on the main thread, in order, with their options. */
  readonly plugins: readonly { readonly id: string, readonly enabled: boolean, readonly options: Readonly<Record<string, unknown>> }[]
}

/** What is told to the main thread. */
export type ComparisonReport = RunProgress | { readonly atWork: string | undefined }

/** For one call: the answers are large, and nobody waits. */
const TIME_LIMIT = 30_000
/** What the main thread's short writes may make us wait, milliseconds. */
const BUSY_TIMEOUT = 5000

const thread = new WorkerThread({ niceness: 10 })

/** Everything is opened for one comparison and closed after it: between two, a day may pass. */
export const compareLibraries = thread.task(async (payload: ComparisonPayload, context) => {
  const settings = thread.workerData as ComparisonSettings
  const { log } = thread
  const open = await openAll(settings, payload, log)
  try {
    return await compare({ ...open, ...payload, ...reportsTo(context), ignores: globs(settings.ignore), log, signal: context.signal })
  } finally {
    await open.close()
  }
})

/** Says what has changed only: a listing asks a thousand times. */
function reportsTo({ progress }: Pick<TaskContext, 'progress'>) {
  let [last, working] = ['', undefined as string | undefined]
  return {
    onProgress: (now: RunProgress): void => {
      if (`${now.phase} ${now.percent}` === last) return
      last = `${now.phase} ${now.percent}`
      progress(now satisfies ComparisonReport)
    },
    onAtWork: (source: string | undefined): void => {
      if (source === working) return
      working = source
      progress({ atWork: source } satisfies ComparisonReport)
    },
  }
}

async function openAll(settings: ComparisonSettings, payload: ComparisonPayload, log: Logger) {
  const catalog = new CatalogReader({ file: settings.catalogFile })
  const database = openDatabase(settings.stateFile, { migrations: stateMigrations, access: 'write', busyTimeoutMs: BUSY_TIMEOUT, log })
  const stashClient = new StashClient({ ...settings.stash, log, timeLimitMs: TIME_LIMIT })
  const plexClient = settings.plex === undefined ? undefined : new PlexClient({ ...settings.plex, log, timeLimitMs: TIME_LIMIT })
  const reader = new StashReader(stashClient)
  const mapping = (await compilePathMapping(payload.foundRules ?? settings.pathMappings)).mapping.without(payload.silentRules)
  const libraries: Libraries = {
    plex: plexClient === undefined ? undefined : new SectionListing({ client: plexClient, wanted: settings.sections, served: (all) => servedSections(all, settings.agent).sections }),
    stash: new SweptCatalog({ catalog, stash: reader, trouble: payload.stashTrouble }),
  }
  const localFiles = new LocalFileReaders({ readers: () => plugins.fileReaders, log })
  const plugins: PluginSystem = await PluginSystem.load({
    bundledDir: settings.bundledDir, pluginsDir: settings.pluginsDir, entries: payload.plugins, defaultSet: [], log,
    host: () => ({
      thread: 'worker', catalog, paths: mapping, localFiles, text: textTools, log, plex: undefined, libraries,
      stash: {
        scene: async (id, signal) => (await reader.scenes([id], signal)).get(id),
        sceneByHash: (oshash, signal) => reader.sceneByHash(oshash, signal),
      },
    }),
  })
  const close = async (): Promise<void> => {
    await plugins.close()
    catalog.close()
    database.close()
    await Promise.all([stashClient.close(), plexClient?.close()])
  }
  return { sources: plugins.gapSources, localFiles, mapping, database, close }
}
