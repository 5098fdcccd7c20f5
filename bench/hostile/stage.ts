import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'undici'
import { stringify } from 'yaml'
import { generateLibrary } from '../../demo/library/generate-library.js'
import type { SampleLibrary } from '../../demo/library/sample-library.js'
import { startSamplePlex } from '../../demo/plex/sample-plex.js'
import { startSampleStash } from '../../demo/stash/start-sample-stash.js'
import { Judge } from './judge.js'
import { ManglingProxy } from './mangling-proxy.js'
import type { Known } from './requests.js'
import { routesIn, type Openapi } from './routes.js'
import { Target } from './target.js'

const keys = { stash: 'stash-key-77aa01', plex: 'plex-token-88bb02', api: 'api-key-99cc03', provider: 'provider_00dd04' }

export interface StageOptions {
  readonly scenes: number
  readonly seed: number
  /** Told of each log line that is not as it should be. */
  readonly onBadLine: (complaint: string) => void
}

/** A server under attack, between a Stash and a Plex that can be told to lie. */
export interface Stage {
  readonly target: Target
  readonly known: Known
  readonly judge: Judge
  /** From now on this share of what Stash and Plex answer is spoilt. */
  lie(share: number): void
  /** Files outside the data folder that were written to. */
  touched(): Promise<readonly string[]>
  close(): Promise<void>
}

export async function setStage({ scenes, seed, onBadLine }: StageOptions): Promise<Stage> {
  const library = generateLibrary({ seed, scenes })
  const folder = await mkdtemp(join(tmpdir(), 'stash2plex-hostile-'))
  const dataDir = join(folder, 'data')
  await mkdir(dataDir)
  await writeFile(join(folder, 'stash2plex.yaml'), stringify({ gaps: { ignore: ['**/.trash/**'] } }))
  const stash = await startSampleStash({ library, apiKey: keys.stash, coverBytes: 5_000 })
  const plex = await startSamplePlex({ library, token: keys.plex })
  const proxies = [await ManglingProxy.before(stash.url, seed), await ManglingProxy.before(plex.url, seed + 1)] as const
  let judge: Judge | undefined
  const env = {
    STASH_URL: proxies[0].url, STASH_API_KEY: keys.stash, PLEX_URL: proxies[1].url, PLEX_TOKEN: keys.plex, API_KEY: keys.api, PROVIDER_TOKEN: keys.provider,
    CONFIG_FILE: join(folder, 'stash2plex.yaml'), DATA_DIR: dataDir, PLUGINS_DIR: join(folder, 'plugins'), HOME: folder, TMPDIR: folder, LOG_LEVEL: 'debug',
  }
  const target = await Target.start({
    env,
    writable: [dataDir],
    onLine: (line) => {
      const complaint = judge?.ofLine(line)
      if (complaint !== undefined) onBadLine(complaint)
    },
  })
  const signingKey = (await readFile(join(dataDir, 'signing-key'), 'utf8')).trim()
  judge = new Judge({ secrets: { 'the key of Stash': keys.stash, 'the token of Plex': keys.plex, 'the API key': keys.api, 'the provider\'s token': keys.provider, 'the signing key': signingKey } })
  await plex.register(`${target.url}/${keys.provider}`)
  await plex.scan()
  const known = await learn(target.url, library)
  const before = await listing(folder, dataDir)
  return {
    target, known, judge,
    lie: (share) => { for (const proxy of proxies) proxy.share = share },
    touched: async () => [...await listing(folder, dataDir)].filter(([file, state]) => before.get(file) !== state).map(([file]) => file),
    close: async () => {
      await target.stop()
      for (const part of [...proxies, plex, stash]) await part.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Rating keys, picture addresses and gaps that are real. */
async function learn(url: string, library: SampleLibrary): Promise<Known> {
  const prefix = `/${keys.provider}`
  const titles = library.scenes.slice(0, 40).map(({ title }) => title ?? 'Scene')
  const choices = await Promise.all(titles.map((title) => asJson(`${url}${prefix}/library/metadata/matches`, { type: 1, title, manual: 1 })))
  const text = JSON.stringify(choices)
  await asJson(`${url}/gaps/runs`, {})
  const gaps = await asJson(`${url}/gaps`) as { readonly gaps?: readonly { readonly id: string }[] }
  return {
    routes: routesIn(await asJson(`${url}/docs/openapi.json`) as Openapi),
    apiKey: keys.api,
    prefix,
    ratingKeys: [...new Set([...text.matchAll(/"ratingKey":"([^"]+)"/g)].map(([, key = '']) => key))],
    pictures: [...new Set([...text.matchAll(/"https?:\/\/[^/"]+(\/artwork\/[^"]+)"/g)].map(([, path = '']) => path))],
    gapIds: (gaps.gaps ?? []).slice(0, 20).map(({ id }) => id),
    filenames: library.items.slice(0, 60).map(({ path }) => path),
    titles,
  }
}

async function asJson(url: string, body?: object): Promise<unknown> {
  const headers = { 'x-api-key': keys.api, 'content-type': 'application/json' }
  const answer = await request(url, { method: body === undefined ? 'GET' : 'POST', headers, body: body === undefined ? null : JSON.stringify(body) })
  return answer.body.json()
}

async function listing(folder: string, without: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.map((entry) => join(entry.parentPath, entry.name)).filter((file) => file !== without && !file.startsWith(`${without}/`))
  return new Map(await Promise.all(files.map(async (file) => [file, await stat(file).then(({ size, mtimeMs }) => `${size} ${mtimeMs}`, () => 'gone')] as const)))
}
