// Run as a process of its own: syncs a catalog slowly and says after each page how far it is, until it is killed.
import { CatalogWriter } from '../../../core/catalog/catalog-writer.js'
import { FirstSync } from '../../../core/catalog/first-sync.js'
import { FakeStash } from './fake-stash.js'
import { listeningLog } from './sample.js'

const [file = '', count = '0'] = process.argv.slice(2)
const stash = FakeStash.ofSize(Number(count))
stash.delay = 10
await new FirstSync({ stash, writer: new CatalogWriter({ file }), log: listeningLog() }).run({
  signal: new AbortController().signal,
  onProgress: ({ scenes }) => { process.stdout.write(`${scenes}\n`) },
})
