// A worker entry like core/worker.ts, on a Stash in memory.
import { CatalogWriter } from '../../../core/catalog/catalog-writer.js'
import { CatchUp } from '../../../core/catalog/catch-up.js'
import { FirstSync } from '../../../core/catalog/first-sync.js'
import { WorkerThread } from '../../../core/jobs/worker-thread.js'
import { FakeStash } from './fake-stash.js'
import { sceneOf } from './sample.js'

const thread = new WorkerThread()
const { file, count } = thread.workerData as { readonly file: string, readonly count: number }
const stash = FakeStash.ofSize(count)
stash.delay = 5
const writer = new CatalogWriter({ file })
const parts = { stash, writer, log: thread.log }

export const syncCatalog = thread.task(async (_: undefined, context) => {
  await new FirstSync(parts).run({ signal: context.signal, onProgress: (progress) => context.progress(progress) })
})

export const catchUpCatalog = thread.task(async ({ paths }: { readonly paths: readonly string[] }) => await new CatchUp(parts).run(paths))

export const addScene = thread.task(({ id, path }: { readonly id: number, readonly path: string }) => stash.add(sceneOf(id, [path])))

export const closeThread = thread.task(() => writer.close())
