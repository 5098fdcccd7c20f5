import { deflateSync, inflateSync } from 'node:zlib'
import type { Scene } from '../../shared/domain/scene.js'
import type { Logger } from '../../shared/plugin-api/call-context.js'
import type { Database } from '../store/database.js'
import { WriteBehind } from '../store/write-behind.js'
import type { LastCopies } from './scene-loader.js'

export interface GoodCopiesOptions {
  readonly database: Database
  readonly log: Logger
  /** Makes texts small, as {@link compressTexts} does; better on a thread that serves no requests. Here when absent or failing. */
  readonly compress?: (texts: readonly string[]) => Promise<readonly Uint8Array[]>
  /** The oldest copies beyond this many are dropped; 100,000 when absent. */
  readonly maxRows?: number
  /** How long copies gather before they are written, in milliseconds; 1,000 when absent. */
  readonly writeAfterMs?: number
}

interface Row {
  readonly sceneId: string
  readonly createdAt: number
  readonly savedAt: number
  /** Undefined: the copy is to be deleted. */
  readonly body: Uint8Array | undefined
}

interface Copy {
  readonly scene: Scene
  /** Unix milliseconds. */
  readonly savedAt: number
}

/** A scene is a few kilobytes of text: zlib's usual quarter of a megabyte for each would cost more than it saves. */
const compression = { level: 3, windowBits: 13, memLevel: 6, chunkSize: 4096 }
/** Keeps a transaction far below the few milliseconds that the main thread may spend on it; so many do not wait for their second. */
const rowsPerWrite = 50
const maxBuffered = 2_000

const statements = {
  save: `INSERT INTO good_copies (scene_id, created_at, saved_at, body) VALUES (?, ?, ?, ?)
    ON CONFLICT (scene_id) DO UPDATE SET created_at = excluded.created_at, saved_at = excluded.saved_at, body = excluded.body`,
  remove: 'DELETE FROM good_copies WHERE scene_id = ?',
  find: 'SELECT saved_at AS savedAt, body FROM good_copies WHERE scene_id = ?',
  trim: `DELETE FROM good_copies WHERE scene_id IN (SELECT scene_id FROM good_copies ORDER BY saved_at
    LIMIT max(0, (SELECT count(*) FROM good_copies) - ?))`,
} as const

/**
 * The last good copy of every scene that was described: deflated JSON in the state database. Writing happens later and in
 * small batches; a database that is busy just then gets the batch the next time.
 */
export class GoodCopies implements LastCopies {
  readonly #options: GoodCopiesOptions
  readonly #writes: WriteBehind
  readonly #buffer = new Map<string, Copy | 'forgotten'>()
  #timer: NodeJS.Timeout | undefined
  #soon: NodeJS.Immediate | undefined
  #writing: Promise<void> | undefined
  #wentWell = true
  /** Rows that were written since; so many at the beginning that the first write trims. */
  #untrimmed = Number.POSITIVE_INFINITY

  constructor(options: GoodCopiesOptions) {
    this.#options = options
    this.#writes = new WriteBehind({ log: options.log, file: options.database.file, what: 'Good copies of scenes' })
  }

  keep(scene: Scene): void {
    this.#put(scene.id, { scene, savedAt: Date.now() })
  }

  forget(id: string): void {
    this.#put(id, 'forgotten')
  }

  find(id: string): Copy | undefined {
    const buffered = this.#buffer.get(id)
    if (buffered !== undefined) return buffered === 'forgotten' ? undefined : buffered
    try {
      return this.#read(id)
    } catch (error) {
      this.#options.log.warn({ err: error, sceneId: id }, 'the last good copy of a scene cannot be read')
      return undefined
    }
  }

  /** Writes what is buffered. Resolves when that was tried; what could not be written stays. */
  async flush(): Promise<void> {
    this.#unschedule()
    this.#writing ??= this.#write().finally(() => { this.#writing = undefined })
    await this.#writing
    if (this.#buffer.size > 0) this.#schedule()
  }

  async close(): Promise<void> {
    await this.flush()
    this.#unschedule()
  }

  #unschedule(): void {
    clearTimeout(this.#timer)
    clearImmediate(this.#soon)
    this.#timer = undefined
    this.#soon = undefined
  }

  #put(id: string, copy: Copy | 'forgotten'): void {
    this.#buffer.delete(id)
    this.#buffer.set(id, copy)
    const oldest = this.#buffer.keys().next()
    if (this.#buffer.size > maxBuffered && oldest.done !== true) this.#buffer.delete(oldest.value)
    this.#schedule()
  }

  #schedule(): void {
    // A scan brings a thousand a second: all at once they would be felt.
    if (this.#wentWell && this.#buffer.size >= rowsPerWrite) this.#soon ??= setImmediate(() => void this.flush())
    this.#timer ??= setTimeout(() => void this.flush(), this.#options.writeAfterMs ?? 1_000).unref()
  }

  async #write(): Promise<void> {
    while (this.#buffer.size > 0) {
      const part = [...this.#buffer].slice(0, rowsPerWrite)
      const rows = await this.#rowsOf(part)
      this.#wentWell = this.#writes.attempt(() => this.#store(rows))
      if (!this.#wentWell) return
      this.#untrimmed += part.length
      for (const [id, copy] of part) if (this.#buffer.get(id) === copy) this.#buffer.delete(id)
    }
    this.#trim()
  }

  /** Counting them takes milliseconds when there are many, and a few too many harm nobody. */
  #trim(): void {
    const { database, maxRows = 100_000 } = this.#options
    if (this.#untrimmed < maxRows / 100) return
    this.#untrimmed = 0
    const trim = database.prepare<[number]>(statements.trim)
    this.#writes.attempt(() => database.transaction(() => { trim.run(maxRows) }))
  }

  async #rowsOf(part: readonly (readonly [string, Copy | 'forgotten'])[]): Promise<readonly Row[]> {
    const texts = part.flatMap(([, copy]) => copy === 'forgotten' ? [] : [JSON.stringify(copy.scene)])
    const bodies = (await this.#compressed(texts)).values()
    return part.map(([sceneId, copy]) => copy === 'forgotten'
      ? { sceneId, createdAt: 0, savedAt: 0, body: undefined }
      : { sceneId, createdAt: Math.floor(Date.parse(copy.scene.createdAt) / 1000), savedAt: copy.savedAt, body: bodies.next().value })
  }

  async #compressed(texts: readonly string[]): Promise<readonly Uint8Array[]> {
    const { compress, log } = this.#options
    if (compress === undefined) return compressTexts(texts)
    try {
      return await compress(texts)
    } catch (error) {
      log.debug({ err: error }, 'good copies are made small here')
      return compressTexts(texts)
    }
  }

  #store(rows: readonly Row[]): void {
    const { database } = this.#options
    const save = database.prepare<[string, number, number, Uint8Array]>(statements.save)
    const remove = database.prepare<[string]>(statements.remove)
    database.transaction(() => {
      for (const { sceneId, createdAt, savedAt, body } of rows) {
        if (body === undefined) remove.run(sceneId)
        else save.run(sceneId, createdAt, savedAt, body)
      }
    })
  }

  #read(id: string): Copy | undefined {
    const row = this.#options.database.prepare<[string], { savedAt: number, body: Uint8Array }>(statements.find).get(id)
    return row && { scene: JSON.parse(inflateSync(row.body).toString()) as Scene, savedAt: row.savedAt }
  }
}

export function compressTexts(texts: readonly string[]): readonly Uint8Array[] {
  return texts.map((text) => deflateSync(text, compression))
}
