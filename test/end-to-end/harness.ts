import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import { request } from 'undici'
import { stringify } from 'yaml'
import { generateLibrary } from '../../demo/library/generate-library.js'
import type { SampleLibrary } from '../../demo/library/sample-library.js'
import type { FilenameForm } from '../../demo/plex/match-body.js'
import { startSamplePlex } from '../../demo/plex/sample-plex.js'
import type { SamplePlex } from '../../demo/plex/sample-plex.js'
import { ProviderProcess } from '../../demo/run/provider-process.js'
import { startSampleStash } from '../../demo/stash/start-sample-stash.js'
import type { SampleStash, SampleStashOptions } from '../../demo/stash/start-sample-stash.js'

/** The built entry point, as `npm start` runs it. */
export const entry = fileURLToPath(new URL('../../core/main.js', import.meta.url))

/** A busy machine takes its time to load it all. */
const START_WITHIN_MS = 60_000

export interface WorldOptions {
  readonly scenes: number
  /** In place of the usual one of that many scenes. */
  readonly library?: SampleLibrary
  readonly filenameForm?: FilenameForm
  readonly stash?: Partial<Omit<SampleStashOptions, 'library' | 'apiKey'>>
  /** Laid over the usual environment; undefined takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Laid over the usual settings file. */
  readonly yaml?: object
  /** The addresses that the provider is given in place of the real ones. */
  readonly through?: (urls: { readonly stash: string, readonly plex: string }) => Promise<{ readonly stash: string, readonly plex: string }>
}

export interface Keys {
  readonly stashApiKey: string
  readonly plexToken: string
  readonly apiKey: string
}

export interface Line {
  readonly level: string
  readonly msg: string
  readonly [field: string]: unknown
}

/** What an answer holds is the tests' business. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  /** Of JSON; undefined for anything else. */
  readonly json: Json
}

/** Both sample servers on one library, and a provider that may be started more than once on the same data folder. */
export class World {
  readonly library: SampleLibrary
  readonly stash: SampleStash
  readonly plex: SamplePlex
  readonly keys: Keys
  readonly dataDir: string
  /** Everything that the provider wrote, the last start's included. */
  readonly lines: string[] = []
  readonly #env: Record<string, string>
  #provider: ProviderProcess | undefined

  constructor(parts: Pick<World, 'library' | 'stash' | 'plex' | 'keys' | 'dataDir'> & { readonly env: Record<string, string> }) {
    this.library = parts.library
    this.stash = parts.stash
    this.plex = parts.plex
    this.keys = parts.keys
    this.dataDir = parts.dataDir
    this.#env = parts.env
  }

  get provider(): ProviderProcess {
    if (this.#provider === undefined) throw new Error('no provider was started')
    return this.#provider
  }

  /** Starts the provider, which may not be ready yet; at the same address every time. `more` is laid over its environment. */
  async start(more: Readonly<Record<string, string>> = {}): Promise<ProviderProcess> {
    const port = this.#provider === undefined ? {} : { port: Number(new URL(this.#provider.url).port) }
    this.#provider = await ProviderProcess.start({ entry, env: { ...this.#env, ...more }, ...port, onLine: (line) => this.lines.push(line) })
    await this.ask('/health/live')
    return this.#provider
  }

  async startReady(more: Readonly<Record<string, string>> = {}): Promise<ProviderProcess> {
    const provider = await this.start(more)
    await provider.ready()
    return provider
  }

  /** Asks the provider; patient while it begins to listen. */
  async ask(path: string, options: { readonly method?: string, readonly headers?: Record<string, string>, readonly body?: string | Buffer } = {}): Promise<Reply> {
    for (const until = Date.now() + START_WITHIN_MS; ;) {
      try {
        return await send(this.provider.url + path, options)
      } catch (error) {
        const isListening = (error as NodeJS.ErrnoException).code !== 'ECONNREFUSED'
        if (Date.now() > until || this.provider.ended !== undefined || isListening) throw this.#unanswered(path, error)
        await sleep(50)
      }
    }
  }

  match(filename: string, more: object = {}): Promise<Reply> {
    const body = JSON.stringify({ type: 1, title: 'anything', filename, manual: 0, ...more })
    return this.ask('/library/metadata/matches', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  }

  /** The log lines so far; what is no JSON is left out. */
  get log(): Line[] {
    return linesIn(this.lines)
  }

  #unanswered(path: string, error: unknown): Error {
    return new Error(`no answer from ${path}: ${String(error)}; the process: ${this.provider.ended ?? 'runs'}; its last lines:\n${this.lines.slice(-10).join('\n')}`, { cause: error })
  }

  /** Waits for a log line that says this; those of `lines` before `from` do not count. */
  async said(words: RegExp, seconds = 20, from = 0): Promise<Line> {
    for (const until = Date.now() + seconds * 1000; ;) {
      const line = linesIn(this.lines.slice(from)).find(({ msg }) => words.test(msg))
      if (line !== undefined) return line
      if (Date.now() > until) throw new Error(`nothing in the log says ${words}:\n${this.lines.slice(-30).join('\n')}`)
      await sleep(50)
    }
  }
}

type Owner = Pick<Test, 'teardown'>

/** Sets the stage; the provider is not started yet. All of it ends with the test. */
export async function worldOf(t: Owner, options: WorldOptions): Promise<World> {
  const library = options.library ?? generateLibrary({ scenes: options.scenes, seed: 1 })
  const keys = { stashApiKey: secret('stash'), plexToken: secret('plex'), apiKey: secret('api') }
  const folder = await mkdtemp(join(tmpdir(), 'stash2plex-test-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const stash = await startSampleStash({ library, apiKey: keys.stashApiKey, coverBytes: 2000, ...options.stash })
  t.teardown(() => stash.close())
  const plex = await startSamplePlex({ library, token: keys.plexToken, ...(options.filenameForm === undefined ? {} : { filenameForm: options.filenameForm }) })
  t.teardown(() => plex.close())
  const configFile = join(folder, 'stash2plex.yaml')
  await writeFile(configFile, stringify({ pathMappings: library.pathMappings, ...options.yaml }))
  const urls = { stash: stash.url, plex: plex.url }
  const seen = await options.through?.(urls) ?? urls
  const dataDir = join(folder, 'data')
  const env = {
    PATH: process.env['PATH'], STASH_URL: seen.stash, STASH_API_KEY: keys.stashApiKey, PLEX_URL: seen.plex, PLEX_TOKEN: keys.plexToken,
    API_KEY: keys.apiKey, CONFIG_FILE: configFile, DATA_DIR: dataDir, LOG_LEVEL: 'info', ...options.env,
  }
  const world = new World({ library, stash, plex, keys, dataDir, env: withoutGaps(env) })
  t.teardown(async () => { await providerOf(world)?.stop() })
  return world
}

export async function send(url: string, { method = 'GET', headers, body }: { readonly method?: string, readonly headers?: Record<string, string>, readonly body?: string | Buffer } = {}): Promise<Reply> {
  // A connection of its own: one that was kept may be of a process that has ended since.
  const reply = await request(url, { method: method as 'GET', headers: headers ?? {}, body: body ?? null, reset: true, signal: AbortSignal.timeout(30_000) })
  const text = await reply.body.text()
  return { status: reply.statusCode, headers: reply.headers, text, json: jsonIn(text) as Json }
}

function linesIn(lines: readonly string[]): Line[] {
  return lines.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []))
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** With characters that URLs and base64 write differently, so that a search for those forms is one. */
function secret(name: string): string {
  return `${name}/+&=${randomBytes(12).toString('hex')}~`
}

function providerOf(world: World): ProviderProcess | undefined {
  try {
    return world.provider
  } catch {
    return undefined
  }
}

function withoutGaps(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined))
}
