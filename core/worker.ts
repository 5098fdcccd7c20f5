import { CatalogWriter } from './catalog/catalog-writer.js'
import { CatchUp } from './catalog/catch-up.js'
import { ChangeCheck } from './catalog/change-check.js'
import { FirstSync } from './catalog/first-sync.js'
import { Sweep } from './catalog/sweep.js'
import { Turns } from './catalog/turns.js'
import { WorkerThread } from './jobs/worker-thread.js'
import { compressTexts } from './metadata/good-copies.js'
import { PlexClient, type PageOptions } from './plex-server/plex-client.js'
import { StashClient } from './stash/client.js'
import { StashReader } from './stash/reader.js'
import { moveLogs } from './store/checkpoints.js'

/** What the main thread gives to each of its threads. */
export interface WorkerSettings {
  readonly catalogFile: string
  readonly stash: { readonly url: string, readonly apiKey: string | undefined }
  readonly plex?: { readonly url: string, readonly token: string } | undefined
}

/** A page of Plex's files to read: its JSON is too long for a thread that serves requests. */
export interface PlexPagePayload {
  readonly sectionId: string
  readonly page: PageOptions
}

/** For one call: a page of a thousand scenes takes a slow Stash longer than a single scene. */
const stashTimeLimitMs = 20_000

// Between the two: a match may wait for a catch-up.
const thread = new WorkerThread({ niceness: 5 })
let catalog: ReturnType<typeof openCatalog> | undefined
let plex: PlexClient | undefined

function openCatalog() {
  const { catalogFile, stash } = thread.workerData as WorkerSettings
  const client = new StashClient({ ...stash, log: thread.log, timeLimitMs: stashTimeLimitMs })
  const writer = new CatalogWriter({ file: catalogFile })
  const turns = new Turns()
  const parts = { stash: new StashReader(client), writer, turns, log: thread.log }
  return { client, writer, turns, firstSync: new FirstSync(parts), catchUp: new CatchUp(parts), changes: new ChangeCheck(parts), sweep: new Sweep(parts) }
}

/** Each export is a task that a lane runs by its name. */
export const syncCatalog = thread.task(async (_: undefined, context) => {
  catalog ??= openCatalog()
  await catalog.firstSync.run({ signal: context.signal, onProgress: (progress) => context.progress(progress) })
})

export const catchUpCatalog = thread.task(async ({ paths }: { readonly paths: readonly string[] }, context) => {
  const { turns, catchUp } = catalog ??= openCatalog()
  return await turns.take(() => catchUp.run(paths, context.signal))
})

export const checkCatalog = thread.task(async (_: undefined, context) => {
  catalog ??= openCatalog()
  return await catalog.changes.run(context.signal)
})

export const sweepCatalog = thread.task(async ({ anew }: { readonly anew: boolean }, context) => {
  catalog ??= openCatalog()
  return await catalog.sweep.run({ anew, signal: context.signal, onProgress: (percent) => context.progress(percent) })
})

export const readPlexPage = thread.task(async ({ sectionId, page }: PlexPagePayload, context) => {
  const { plex: settings } = thread.workerData as WorkerSettings
  if (settings === undefined) throw new Error('no Plex is configured')
  plex ??= new PlexClient({ ...settings, log: thread.log })
  return await plex.page(sectionId, page, context.signal)
})

export const moveWriteAheadLogs = thread.task((files: readonly string[]) => { moveLogs(files) })

export const makeSmall = thread.task((texts: readonly string[]) => compressTexts(texts))

/** The last task of a thread. */
export const closeThread = thread.task(async () => {
  const [open, client] = [catalog, plex]
  catalog = undefined
  plex = undefined
  open?.writer.close()
  await Promise.all([open?.client.close(), client?.close()])
})
