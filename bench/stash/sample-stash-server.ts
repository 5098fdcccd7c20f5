import { generateLibrary } from '../../demo/library/generate-library.js'
import { startSampleStash } from '../../demo/stash/start-sample-stash.js'

// The sample Stash in a process of its own, so that its work is not the load generator's.
const { scenes, coverBytes } = JSON.parse(process.argv[2] ?? '{}') as { readonly scenes: number, readonly coverBytes: number }
await startSampleStash({ library: generateLibrary({ seed: 1, scenes }), coverBytes, port: Number(process.env.PORT) })
