import 'reflect-metadata'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { Agent, request } from 'undici'
import { buildApp } from '../../core/app.js'
import { readConfig } from '../../core/config/read-config.js'
import { createLogger } from '../../core/log/logger.js'
import { Secrets } from '../../core/log/secrets.js'
import { ratingKeyOf } from '../../core/plex/rating-key.js'
import type { SampleLibrary, SampleScene, SampleStashFile } from '../../demo/library/sample-library.js'
import { durationOf, oshashOf, sizeOf } from '../../demo/library/video.js'
import { startSampleStash } from '../../demo/stash/start-sample-stash.js'
import type { SampleStash } from '../../demo/stash/start-sample-stash.js'

/** How long a test waits for what must come. */
const patienceMs = 20_000
const apiKey = 'the-key-of-the-test'
const settings = `library: { roots: [/plex/media] }
pathMappings:
  - { name: media, plex: /plex/media, stash: /data/media }
`

/** Scenes 1 to `count`, one file each: `/data/media/old/<id>.mp4`. */
export function plainLibrary(count: number): SampleLibrary {
  const scenes = Array.from({ length: count }, (_, index) => plainScene(index + 1))
  return { seed: 1, scenes, sections: [], items: [], pathMappings: [], stashRoots: ['/data/media'], studios: [], performers: [], tags: [], groups: [] }
}

function plainScene(id: number): SampleScene {
  const times = { createdAt: 1_700_000_000 + id, updatedAt: 1_710_000_000 + id * 3600 }
  return {
    id, ...times, title: `Scene number ${id}`, details: '', code: '', director: '', date: null, rating100: null, organized: false, hasCover: false,
    urls: [], stashIds: [], studioId: null, performerIds: [], tagIds: [], groupIds: [], files: [plainFile(id)],
  }
}

function plainFile(id: number): SampleStashFile {
  const [folder, basename] = ['/data/media/old', `${id}.mp4`]
  return { id, content: id, path: `${folder}/${basename}`, folder, basename, size: sizeOf(id), duration: durationOf(id), oshash: oshashOf(id), modTime: 1_690_000_000 }
}

export interface StageOptions {
  readonly scenes?: number
  readonly version?: string
  /** None within a test unless told. */
  readonly sweepEveryMs?: number
}

export interface Answer {
  readonly status: number
  readonly key: string | undefined
}

/** A sample Stash and the real server before it, with an eye on what each does. */
export class LiveStage {
  readonly stash: SampleStash
  readonly lines: string[] = []
  readonly #folder: string
  /** A thousand connections at once are more than Plex would make, and more than a busy machine takes. */
  readonly #agent = new Agent({ connections: 16 })
  /** Rating keys by path, as Stash was at the start. */
  readonly #first: ReadonlyMap<string, string>
  readonly #sync: { readonly changesEveryMs: number, readonly sweepEveryMs: number }
  #app: Awaited<ReturnType<typeof buildApp>> | undefined
  #address = ''

  private constructor(stash: SampleStash, folder: string, sweepEveryMs: number) {
    this.stash = stash
    this.#folder = folder
    this.#first = new Map(stash.shelf.scenes.flatMap(({ id, createdAt, files }) => files.map(({ path }) => [path, ratingKeyOf(String(id), createdAt)] as const)))
    this.#sync = { changesEveryMs: 20, sweepEveryMs }
  }

  /** Resolves when the first sync is through and a look at changes has followed it. */
  static async set(t: Test, { scenes = 20, version = '0.30', sweepEveryMs = 24 * 3_600_000 }: StageOptions = {}): Promise<LiveStage> {
    const stash = await startSampleStash({ library: plainLibrary(scenes), version })
    const stage = new LiveStage(stash, t.testdir(), sweepEveryMs)
    t.teardown(async () => {
      await stage.#agent.destroy()
      await stage.stop()
      await stash.close()
    })
    await stage.start()
    await stage.until('the first look', async () => (await stage.health()).catalog.checkedAt !== undefined)
    return stage
  }

  async start(): Promise<void> {
    const file = join(this.#folder, 'stash2plex.yaml')
    writeFileSync(file, settings)
    const reading = await readConfig({ STASH_URL: this.stash.url, API_KEY: apiKey, DATA_DIR: this.#folder, CONFIG_FILE: file, HOST: '127.0.0.1', PORT: '0' })
    const secrets = new Secrets()
    const logger = createLogger({ level: 'info', titles: true, secrets, destination: { write: (line) => void this.lines.push(line) } })
    this.#app = await buildApp({ ...reading, config: { ...reading.config, sync: this.#sync }, logger, secrets })
    this.#address = await this.#app.listen({ host: '127.0.0.1', port: 0 })
  }

  async stop(): Promise<void> {
    await this.#app?.close()
    this.#app = undefined
  }

  /** Asks as Plex does in a scan, for a file of its library folder. */
  async match(relativePath: string): Promise<Answer> {
    const response = await request(`${this.#address}/library/metadata/matches`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ type: 1, title: 'x', filename: relativePath, manual: 0 }),
      dispatcher: this.#agent,
    })
    const body = await response.body.json() as { MediaContainer?: { Metadata?: { ratingKey: string }[] } }
    return { status: response.statusCode, key: body.MediaContainer?.Metadata?.[0]?.ratingKey }
  }

  /** The rating key of the scene that has this file in Stash now. */
  truth(relativePath: string): string | undefined {
    const path = `/data/media/${relativePath}`
    const scene = this.stash.shelf.scenes.find(({ files }) => files.some((file) => file.path === path))
    return scene && ratingKeyOf(String(scene.id), scene.createdAt)
  }

  /**
   * Whether an answer leads Plex to a scene of Stash that is not this file's. A scene that is gone leads nowhere; a path that
   * no scene has any more may still lead to the one that had it at the start.
   */
  isWrong(relativePath: string, { key }: Answer): boolean {
    const right = this.truth(relativePath) ?? this.#first.get(`/data/media/${relativePath}`)
    if (key === undefined || key === right) return false
    return this.stash.shelf.scenes.some(({ id, createdAt }) => ratingKeyOf(String(id), createdAt) === key)
  }

  /** How often Stash was asked for a file by its path: a match that the catalog knows asks nothing. */
  get pathsAsked(): number {
    return this.stash.requests.fields['findFile'] ?? 0
  }

  async health(): Promise<{ readonly freshness: string, readonly catalog: { readonly phase: string, readonly checkedAt?: number, readonly sweptAt?: number, readonly scenes: number, readonly staleSince?: number } }> {
    return await (await fetch(`${this.#address}/health`, { headers: { 'x-api-key': apiKey } })).json() as never
  }

  /** Waits until so many looks have begun after this call and ended. */
  async looks(count = 1): Promise<void> {
    const begun = (): number => this.stash.requests.fields['systemStatus'] ?? 0
    const before = begun()
    await this.until(`${count} looks at changes`, async () => begun() > before + count)
  }

  /** Waits until a comparison that began after this call has ended. */
  async sweep(): Promise<void> {
    const ended = (): number => this.lines.filter((line) => line.includes('was compared with Stash')).length
    const before = ended()
    await this.until('a comparison', async () => ended() > before + 1)
  }

  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + patienceMs
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`waited in vain for ${what}; the log ends with ${this.lines.slice(-5).join('')}`)
      await sleep(10)
    }
  }
}

/** Each file is asked for once: never wrong, and right where Stash has it. */
export async function allRight(t: Test, stage: LiveStage, paths: readonly string[]): Promise<void> {
  const answers = await Promise.all(paths.map(async (path) => ({ path, answer: await stage.match(path) })))
  t.strictSame(answers.filter(({ path, answer }) => stage.isWrong(path, answer)), [], 'nothing is wrong')
  t.strictSame(answers.filter(({ path, answer }) => answer.key !== stage.truth(path)), [], 'all are right')
}

export async function neverWrong(t: Test, stage: LiveStage, paths: readonly string[]): Promise<void> {
  const answers = await Promise.all(paths.map(async (path) => ({ path, answer: await stage.match(path) })))
  t.strictSame(answers.filter(({ path, answer }) => stage.isWrong(path, answer)), [], 'no file is given to another scene')
}

/** `<folder>/<from>.mp4` to `<folder>/<to>.mp4`. */
export function numbered(folder: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `${folder}/${from + index}.mp4`)
}
