import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import { generateLibrary } from '../demo/library/generate-library.js'
import type { SampleLibrary } from '../demo/library/sample-library.js'
import { startSampleStash } from '../demo/stash/start-sample-stash.js'
import type { Bench, Figure } from './bench.js'
import { load, type LoadResult } from './load.js'

const SCENES = Number(process.env.BENCH_SCENES ?? 100_000)
const ROOT = '/plex/media'
const built = (file: string): string => join(dirname(fileURLToPath(import.meta.url)), file)

/** A match of a file that the catalog knows, against a bare Fastify that answers constant JSON of the same bytes. */
export const matchKnown: Bench = {
  name: 'match-known',
  async run() {
    const library = generateLibrary({ seed: 1, scenes: SCENES })
    const stash = await startSampleStash({ library })
    const folder = await mkdtemp(join(tmpdir(), 'stash2plex-bench-'))
    try {
      return await measure(library, stash.url, folder)
    } finally {
      await stash.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function measure(library: SampleLibrary, stashUrl: string, folder: string): Promise<readonly Figure[]> {
  const config = join(folder, 'stash2plex.yaml')
  await writeFile(config, stringify({ pathMappings: library.pathMappings, library: { roots: [ROOT] } }))
  const bodies = matchBodies(library)
  const env = { STASH_URL: stashUrl, CONFIG_FILE: config, DATA_DIR: join(folder, 'data') }
  let sample = ''
  const ours = await withServer({ entry: built('../core/main.js'), args: [], env }, async (url) => {
    await until(`${url}/health/ready`)
    sample = await (await fetch(`${url}/library/metadata/matches`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: bodies[0] ?? '' })).text()
    return await best(`${url}/library/metadata/matches`, bodies)
  })
  const bare = await withServer({ entry: built('constant-server.js'), args: [sample], env: {} }, async (url) => {
    await until(`${url}/library/metadata/matches`)
    return await best(`${url}/library/metadata/matches`, bodies)
  })
  return [
    { what: `match of known files, ${SCENES.toLocaleString('en')} scenes, 64 in flight`, unit: 'requests/s', value: ours.perSecond, baseline: bare.perSecond, reach: '0.5 or more' },
    { what: 'the same, p99', unit: 'ms', value: ours.p99, baseline: bare.p99, reach: 'shown only' },
  ]
}

/** Only files of one library folder whose scene is certain by the catalog alone. */
function matchBodies({ items }: SampleLibrary): string[] {
  const known = items.filter(({ category, path }) => category === 'mapped' && path.startsWith(`${ROOT}/`)).slice(0, 5_000)
  return known.map(({ path }) => JSON.stringify({ type: 1, title: path.split('/').at(-1)?.replace(/\.\w+$/, ''), filename: path.slice(ROOT.length + 1), manual: 0, includeAdult: 1 }))
}

async function best(url: string, bodies: readonly string[]): Promise<LoadResult> {
  await load({ url, bodies, inFlight: 64, seconds: 3 })
  return await load({ url, bodies, inFlight: 64, seconds: 8 })
}

interface Server {
  readonly entry: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** Standard output goes to a file that nobody reads, as a container engine's log would. */
async function withServer<T>({ entry, args, env }: Server, use: (url: string) => Promise<T>): Promise<T> {
  const port = await freePort()
  const child = spawn(process.execPath, [entry, ...args], { env: { ...env, HOST: '127.0.0.1', PORT: String(port) }, stdio: ['ignore', 'ignore', 'inherit'] })
  try {
    return await use(`http://127.0.0.1:${port}`)
  } finally {
    child.kill('SIGTERM')
    await new Promise((resolve) => child.once('exit', resolve))
  }
}

async function until(url: string): Promise<void> {
  for (let tries = 0; tries < 3_000; tries++) {
    const status = await fetch(url).then((answer) => answer.status, () => 0)
    if (status === 200 || status === 404) return
    await sleep(100)
  }
  throw new Error(`${url} did not answer`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
