import { createHash } from 'node:crypto'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { CatalogFile, Logger, Place } from '../../shared/plugin-api/index.js'
import type { PendingMatches } from './pending-matches.js'
import type { Finding, UnansweredRow } from './unanswered-store.js'
import { readyLine } from './what-to-press.js'

export interface SecondLookOptions {
  readonly pending: Pick<PendingMatches, 'page' | 'found' | 'counts' | 'answered'>
  readonly catalog: {
    /** Changes whenever the catalog does, or where paths lead in it. */
    readonly version: string | number
    byBasename(name: string): { readonly files: readonly CatalogFile[] }
    byPath(path: string): { readonly files: readonly CatalogFile[] }
  }
  /** Whether the catalog holds the whole of Stash as it is now, so that absence says something. */
  readonly isCurrent: () => boolean
  placesFor(row: UnansweredRow): readonly Place[]
  /** Asks the matchers; must not ask Stash. */
  match(row: UnansweredRow, places: readonly Place[], signal: AbortSignal): Promise<{ readonly kind: 'matched' | 'none' | 'unknown', readonly sceneId?: string }>
  /** Which item of Plex the file is, as far as known here. */
  locate(places: readonly Place[]): { readonly plexKey?: string, readonly sectionId?: string }
  /** Whether Plex has matched the item by now; undefined when it cannot be asked. */
  readonly isMatched: ((plexKey: string, signal: AbortSignal) => Promise<boolean>) | undefined
  readonly log: Logger
  /** How often to see whether the catalog has changed, milliseconds; 5,000 when absent. */
  readonly everyMs?: number
}

/** A slice keeps the main thread for about 2 ms. */
const sliceRows = 50
const pauseMs = 10
/** How many ready items Plex is asked about in one round. */
const mostAsked = 50
/** A round takes at most this part of the time. */
const share = 10
/** Files that wait for something else than the catalog are tried again after this, milliseconds. */
const waitingAgainMs = 300_000

/**
 * Looks the files that got no scene up again when the catalog has changed: first by name alone, which costs some ten
 * microseconds, and only where the catalog has something new of that name by the matchers. In slices; never asks Stash.
 */
export class SecondLook {
  readonly #options: SecondLookOptions
  readonly #closing = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> | undefined
  #version: string | number | undefined
  #notBefore = 0
  #again = Infinity

  constructor(options: SecondLookOptions) {
    this.#options = options
  }

  start(): void {
    this.#timer ??= setInterval(() => { this.#tick() }, this.#options.everyMs ?? 5_000).unref()
  }

  /** One round through all rows. Resolves with how many have become ready. */
  async round(): Promise<number> {
    let [ready, last] = [0, 0]
    for (;;) {
      const rows = this.#options.pending.page('all', last, sliceRows)
      const end = rows.at(-1)
      if (end === undefined || this.#closing.signal.aborted) return ready
      ready += await this.#slice(rows)
      last = end.id
      await sleep(pauseMs)
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#closing.abort()
    await this.#round
  }

  #tick(): void {
    const now = performance.now()
    const { version } = this.#options.catalog
    if (this.#round !== undefined || now < this.#notBefore || (version === this.#version && now < this.#again)) return
    this.#version = version
    this.#round = this.#run(now).catch((error: unknown) => {
      this.#options.log.warn({ err: error }, 'files that wait for a scene could not be looked up again')
    }).finally(() => { this.#round = undefined })
  }

  async #run(started: number): Promise<void> {
    const { pending, log } = this.#options
    const before = pending.counts()
    if (before.ready + before.waiting + before.empty === 0) return
    const ready = await this.round()
    await this.#dropMatched()
    const took = performance.now() - started
    this.#notBefore = performance.now() + share * took
    const after = pending.counts()
    this.#again = after.waiting > 0 ? performance.now() + waitingAgainMs : Infinity
    log.debug({ ...after, ms: Math.round(took) }, 'files that wait for a scene were looked up again')
    if (ready > 0) log.info({ pending: after }, readyLine(after.ready))
  }

  /** Returns how many have become ready. */
  async #slice(rows: readonly UnansweredRow[]): Promise<number> {
    const findings = new Map<number, Finding>()
    for (const row of rows) {
      const finding = await this.#look(row)
      if (finding !== undefined) findings.set(row.id, finding)
    }
    if (findings.size === 0 || !this.#options.pending.found(findings)) return 0
    return rows.filter((row) => row.sceneId === undefined && findings.get(row.id)?.sceneId !== undefined).length
  }

  /** Undefined when there is nothing new to say. */
  async #look(row: UnansweredRow): Promise<Finding | undefined> {
    const places = this.#options.placesFor(row)
    const seen = this.#seen(row, places)
    if (row.kind === 'empty' && seen === row.seen) return undefined
    if (seen === '') return this.#nothing()
    await nextTurn()
    const outcome = await this.#options.match(row, places, this.#closing.signal)
    if (outcome.kind === 'unknown') return undefined
    const { plexKey, sectionId } = this.#options.locate(places)
    return { kind: 'empty', sceneId: outcome.sceneId, sectionId, plexKey, seen }
  }

  /** The catalog has nothing of this name: a scene that was there is gone, and what waited has its answer. */
  #nothing(): Finding | undefined {
    if (!this.#options.isCurrent()) return undefined
    return { kind: 'empty', sceneId: undefined, sectionId: undefined, plexKey: undefined, seen: '' }
  }

  /** A digest of what the catalog has of this name; empty for nothing. */
  #seen({ filename }: UnansweredRow, places: readonly Place[]): string {
    const { catalog } = this.#options
    const atPaths = places.flatMap(({ stash }) => (stash === undefined ? [] : catalog.byPath(stash.path).files))
    const files = [...catalog.byBasename(filename.split('/').at(-1) ?? '').files, ...atPaths]
    const named = /\bstash[-_ ]?(\d+)/i.exec(filename)?.[1]
    if (files.length === 0 && named === undefined) return ''
    return createHash('sha1').update(JSON.stringify([named, ...files.map(({ sceneId, path, size }) => [sceneId, path, size])])).digest('base64url')
  }

  /** Somebody may have fixed a match by hand. */
  async #dropMatched(): Promise<void> {
    const { pending, isMatched } = this.#options
    if (isMatched === undefined) return
    for (const { filename, plexKey } of pending.page('ready', 0, mostAsked)) {
      if (plexKey === undefined) continue
      if (await isMatched(plexKey, this.#closing.signal).catch(() => false)) pending.answered(filename)
    }
  }
}
