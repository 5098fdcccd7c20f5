import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { CatalogWriter } from '../core/catalog/catalog-writer.js'
import type { Suggestion } from '../core/mapping-suggestion/suggestion.js'
import { FileStore } from '../core/plex-library/file-store.js'
import { plexLibraryMigrations } from '../core/plex-library/schema.js'
import { openDatabase } from '../core/store/open-database.js'
import { suggestOnThread } from '../core/suggestion-thread.js'
import { generateLibrary } from '../demo/library/generate-library.js'
import type { SampleItem, SampleLibrary, SampleScene } from '../demo/library/sample-library.js'
import type { Bench, Figure } from './bench.js'

const SCENES = Number(process.env.BENCH_SCENES ?? 100_000)
const AT_ONCE = 2000
/** Milliseconds between two looks at the memory. */
const LOOK = 10

/** Path mapping rules from two whole listings: the thread's start, the reading of both databases and the comparison. */
export const suggestMappings: Bench = {
  name: 'suggest-mappings',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'stash2plex-bench-'))
    try {
      const library = generateLibrary({ seed: 1, scenes: SCENES })
      const files = { catalogFile: join(folder, 'catalog.db'), plexFile: join(folder, 'plex.db') }
      writeStash(files.catalogFile, library)
      writePlex(files.plexFile, library)
      return await measure(() => suggestOnThread({ ...files, sections: library.sections }, { log: console }))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function measure(work: () => Promise<Suggestion>): Promise<readonly Figure[]> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const before = process.memoryUsage().rss
  let peak = before
  const look = setInterval(() => { peak = Math.max(peak, process.memoryUsage().rss) }, LOOK)
  const [started, spent] = [performance.now(), process.cpuUsage()]
  delay.enable()
  const { rules, files } = await work()
  delay.disable()
  const [seconds, cpu] = [(performance.now() - started) / 1000, process.cpuUsage(spent)]
  clearInterval(look)
  if (rules.length !== 3 || files.explained < files.plex * 0.7) throw new Error(`the suggestion is wrong: ${JSON.stringify({ rules, files })}`)
  const what = `${files.plex.toLocaleString('en')} and ${files.stash.toLocaleString('en')} files`
  return [
    { what: `path mapping rules for ${what}; what was promised`, unit: 's', value: seconds, baseline: 5 * SCENES / 100_000, reach: '1 or less' },
    { what: 'processor time of it, all threads', unit: 's', value: (cpu.user + cpu.system) / 1e6, baseline: 5 * SCENES / 100_000, reach: 'shown only' },
    { what: 'memory at its peak, above what was there before; 2 KB a file', unit: 'MB', value: (peak - before) / 1e6, baseline: (files.plex + files.stash) * 2 / 1000, reach: '1 or less' },
    { what: 'event loop delay of the main thread meanwhile, p99; 10 ms', unit: 'ms', value: delay.percentile(99) / 1e6, baseline: 10, reach: 'shown only' },
  ]
}

function writeStash(file: string, { scenes }: SampleLibrary): void {
  const writer = new CatalogWriter({ file })
  for (let from = 0; from < scenes.length; from += AT_ONCE) writer.putPage(scenes.slice(from, from + AT_ONCE).map(indexed), from)
  writer.finish(1)
  writer.close()
}

function indexed({ id, title, files }: SampleScene) {
  const at = new Date(1_700_000_000_000).toISOString()
  return {
    id: String(id), createdAt: at, updatedAt: at, title, date: undefined, organized: false,
    files: files.map(({ id: fileId, path, size, duration, oshash }) => ({ id: String(fileId), path, size, duration, oshash })),
  }
}

function writePlex(file: string, { items }: SampleLibrary): void {
  const database = openDatabase(file, { migrations: plexLibraryMigrations, access: 'write', busyTimeoutMs: 1000 })
  const store = new FileStore(database)
  for (let from = 0; from < items.length; from += AT_ONCE) {
    store.inTransaction(() => { for (const item of items.slice(from, from + AT_ONCE)) store.write(item.sectionId, listed(item), 1) })
  }
  database.close()
}

function listed({ ratingKey, path, size, duration }: SampleItem): Parameters<FileStore['write']>[1] {
  const key = String(ratingKey)
  return { ratingKey: key, guid: '', title: '', updatedAt: 0, files: [{ ratingKey: key, path, size, duration: duration / 1000 }] }
}
