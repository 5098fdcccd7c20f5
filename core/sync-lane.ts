import { join } from 'node:path'
import type { Config } from './config/config.js'
import { Lane } from './jobs/lane.js'
import type { PlexClient, PlexPage } from './plex-server/plex-client.js'
import type { Logger } from '../shared/plugin-api/index.js'
import type { PlexPagePayload, WorkerSettings } from './worker.js'

/** The thread that syncs, which also does what else would hold the thread that serves. */
export function openSyncLane({ dataDir, stash, plex }: Pick<Config, 'dataDir' | 'stash' | 'plex'>, log: Logger): Lane {
  const workerData: WorkerSettings = { catalogFile: join(dataDir, 'catalog.db'), stash, plex }
  return new Lane({ name: 'sync', filename: new URL('worker.js', import.meta.url), workerData, log })
}

/** Plex's pages, read there. */
export function plexPages(lane: Lane): Pick<PlexClient, 'page'> {
  return { page: (sectionId, page, signal) => lane.run<PlexPage>('readPlexPage', { sectionId, page } satisfies PlexPagePayload, { signal }) }
}

/** Texts, made small there. */
export function compression(lane: Lane): (texts: readonly string[]) => Promise<readonly Uint8Array[]> {
  return (texts) => lane.run<readonly Uint8Array[]>('makeSmall', texts)
}

/** Write-ahead logs, moved into their files there. */
export function logMoving(lane: Lane): (files: readonly string[]) => Promise<void> {
  return async (files) => { await lane.run('moveWriteAheadLogs', files) }
}
