import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger, MatchHints } from '../../shared/plugin-api/index.js'
import type { Database } from '../store/database.js'
import { WriteBehind } from '../store/write-behind.js'
import type { FoundGap } from './gap.js'
import { placeId } from './gap-id.js'
import { GapWriter } from './gap-writer.js'

export interface GapNotebookOptions {
  /** state.db, with a busy timeout of 0: what cannot be written now is written a little later. */
  readonly database: Database
  readonly log: Logger
  /** How long notes gather, milliseconds; 1,000 when absent. */
  readonly writeAfterMs?: number
}

/** What a match came to, as far as gaps are concerned. */
export interface Outcome {
  readonly kind: 'matched' | 'choices' | 'none' | 'unknown'
  readonly trace?: { readonly asked: readonly { readonly candidates: readonly unknown[] }[] }
  readonly why?: string
  /** Stash has the file, but its scene may not be answered: that is no gap. */
  readonly refused?: true
}

/** Notes by path. Their ids are made when they are written: most notes never are. */
interface Notes {
  /** Of Plex. */
  readonly plex: Map<string, Note>
  /** Below a library folder that is not known. */
  readonly somewhere: Map<string, Note>
}

/** What is wrong with a file; undefined when nothing is. `at` is Unix ms. */
type Note = { readonly gap: FoundGap, readonly at: number } | { readonly gap: undefined, readonly at: number }

/** Longest that one go of writing may keep the main thread, milliseconds. */
const LONGEST_WRITE = 2
const AT_ONCE = 50
/** Until the next go, milliseconds: after one that went well, while a worker has the lock for a few milliseconds, when the disk fails. */
const [SOON, BUSY, LATER] = [10, 20, 250]
/** Beyond this the disk has failed for a long time, and comparisons will find the rest. */
const MOST_NOTES = 50_000

/**
 * Gaps that matches notice. Noting costs a map entry; what has gathered is written behind, in short transactions, so that
 * no answer waits for it. A crash loses at most the last second.
 */
export class GapNotebook {
  readonly #options: GapNotebookOptions
  readonly #writer: GapWriter
  readonly #writes: WriteBehind
  readonly #notes: Notes = { plex: new Map(), somewhere: new Map() }
  #timer: NodeJS.Timeout | undefined

  constructor(options: GapNotebookOptions) {
    this.#options = options
    this.#writer = new GapWriter(options.database)
    this.#writes = new WriteBehind({ log: options.log, file: options.database.file, what: 'Noticed gaps' })
  }

  /** Notes how an automatic match ended. Fix Match, matches without a file and unknown ends say nothing about gaps. */
  onOutcome(hints: MatchHints, outcome: Outcome): void {
    if (hints.manual || hints.filename === undefined) return
    if (outcome.kind === 'matched' || outcome.refused === true) return this.resolve(hints)
    if (outcome.kind !== 'none') return
    const uncertain = outcome.trace?.asked.some(({ candidates }) => candidates.length > 0) === true
    this.note(hints, { kind: uncertain ? 'unmatched' : 'missing-in-stash', reason: outcome.why ?? 'no scene was found' })
  }

  /** The file of these hints has no scene, or none that is certain. */
  note(hints: MatchHints, { kind, reason }: { readonly kind: 'missing-in-stash' | 'unmatched', readonly reason: string }): void {
    const { filename, places: [place, ...others] } = hints
    if (filename === undefined) return
    // One place is where the file is; with none or several it is not known in which library folder it lies.
    const known = others.length === 0 ? place : undefined
    const gap = { kind, path: known?.plexPath ?? filename, expectedPath: known?.stash?.path, sceneIds: [], ratingKeys: [], section: undefined, size: undefined, reason }
    this.#add(known === undefined ? 'somewhere' : 'plex', gap.path, { gap, at: Date.now() })
  }

  /** The file of these hints has its scene. */
  resolve({ filename, places }: MatchHints): void {
    if (filename === undefined) return
    const note = { gap: undefined, at: Date.now() }
    const [place] = places
    if (place !== undefined && places.length === 1) this.#add('plex', place.plexPath, note)
    // Also what was noted while the library folder was not known.
    this.#add('somewhere', filename, note)
  }

  /** How many notes wait to be written. */
  get waiting(): number {
    return this.#notes.plex.size + this.#notes.somewhere.size
  }

  /** Writes for a moment; what is left, or cannot be written now, comes soon. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const written = this.#writes.attempt(() => { this.#writeSome() })
    if (this.waiting > 0) this.#schedule(written ? SOON : this.#writes.failing ? LATER : BUSY)
  }

  /** Writes all that is left, if the database lets us within a second. */
  async close(): Promise<void> {
    const until = performance.now() + 1000
    this.flush()
    while (this.waiting > 0 && !this.#writes.failing && performance.now() < until) {
      await sleep(1)
      this.flush()
    }
    clearTimeout(this.#timer)
  }

  #add(side: keyof Notes, path: string, note: Note): void {
    const notes = this.#notes[side]
    if (notes.size >= MOST_NOTES && !notes.has(path)) return
    notes.set(path, note)
    this.#schedule(this.#options.writeAfterMs ?? 1000)
  }

  #schedule(ms: number): void {
    this.#timer ??= setTimeout(() => { this.flush() }, ms).unref()
  }

  #writeSome(): void {
    const open = this.#writer.anyOpen()
    const until = performance.now() + LONGEST_WRITE
    this.#writeSide('plex', until, open.known)
    this.#writeSide('somewhere', until, open.provisional)
  }

  /** Most matches resolve what was never a gap: a look at many at once tells, and takes no lock. */
  #writeSide(side: keyof Notes, until: number, anyOpen: boolean): void {
    const notes = this.#notes[side]
    if (!anyOpen) for (const [path, { gap }] of notes) if (gap === undefined) notes.delete(path)
    while (notes.size > 0 && performance.now() < until) {
      const some = firstOf(notes, AT_ONCE).map(([path, note]) => ({ path, note, place: placeId(side, path) }))
      const open = this.#writer.openAmong(some.map(({ place }) => place))
      const changes = some.filter(({ note, place }) => note.gap !== undefined || open.has(place))
      if (changes.length > 0) this.#writeAll(changes, side === 'somewhere')
      for (const { path, note } of some) if (notes.get(path) === note) notes.delete(path)
    }
  }

  #writeAll(changes: readonly { readonly note: Note, readonly place: string }[], provisional: boolean): void {
    this.#options.database.transaction(() => {
      for (const { place, note } of changes) this.#write(place, note, provisional)
      this.#writer.countChange()
    })
  }

  #write(place: string, note: Note, provisional: boolean): void {
    if (note.gap === undefined) return void this.#writer.resolve(place, note.at)
    const open = this.#writer.openAt(place)
    // A comparison has seen the whole of both sides, so its word for what is wrong stands.
    const gap = open === undefined || open.run === null ? note.gap : { ...note.gap, kind: open.kind, expectedPath: undefined }
    this.#writer.record(gap, { source: 'match', at: note.at, knownSince: note.at, run: undefined, provisional })
  }
}

function firstOf<K, V>(map: ReadonlyMap<K, V>, count: number): readonly (readonly [K, V])[] {
  const some: (readonly [K, V])[] = []
  for (const entry of map) if (some.push(entry) === count) break
  return some
}
