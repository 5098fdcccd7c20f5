import { setTimeout as sleep } from 'node:timers/promises'
import type { FileFacts, Logger, PlexSection, PlexServer } from '../../shared/plugin-api/index.js'
import type { PlexClient } from '../plex-server/plex-client.js'
import type { PlexItem } from '../plex-server/plex-item.js'
import type { Database } from '../store/database.js'
import { FileStore, type ListedFile } from './file-store.js'
import { KeepListed } from './keep-listed.js'
import { catchUpSection } from './list-section.js'
import { SectionStore } from './section-store.js'
import { rootsOf, servedSections, type LibraryRoot, type Served } from './served-sections.js'
import { NextRun } from '../jobs/next-run.js'
import { inTime } from '../../shared/deadline.js'
import { untilAborted } from '../../shared/until-aborted.js'

/** Milliseconds. */
const ANSWER_LIMIT = 3000
/** Less than the limit, so that matchers still have time after it. */
const LISTING_PATIENCE = 2000
const SECTIONS_AGE = 30_000
/** The list is short; a question that hangs must not keep the next from its turn. */
const SECTIONS_LIMIT = 4000
/** A page of the newest items costs Plex little, and every match that is in doubt waits for one. */
const CATCH_UP_GAP = 20

export interface PlexLibraryOptions {
  readonly client: Pick<PlexClient, 'sections' | 'page' | 'item'>
  /** Reads the pages of a whole listing, whose JSON is long: on another thread. The client itself when absent. */
  readonly pages?: Pick<PlexClient, 'page'>
  /** plex.db, opened for writing with `plexLibraryMigrations`; nobody else writes it. */
  readonly database: Database
  /** The identifier of the agent by which a section is ours. */
  readonly agent: string
  /** The configured library folders. */
  readonly roots: readonly string[]
  readonly log: Logger
  /** Milliseconds; how long a question may take. Default 3000. */
  readonly answerLimitMs?: number
  /** Milliseconds; for how long an item is not asked about again. Default 60,000. */
  readonly recentMs?: number
}

/** Which files Plex holds: a local copy that is caught up when it is asked, so that absence can be said too. */
export class PlexLibrary implements PlexServer {
  readonly #options: PlexLibraryOptions
  readonly #files: FileStore
  readonly #sectionStore: SectionStore
  readonly #catchUp = new NextRun({ run: () => this.#catchUpAll(), gapMs: CATCH_UP_GAP })
  readonly #stop = new AbortController()
  readonly #keeper: KeepListed
  #all: readonly PlexSection[]
  #served: Served
  /** Every match asks for them. */
  #roots: { readonly of: Served, readonly list: readonly LibraryRoot[] } | undefined
  /** When Plex was last asked for its sections, and when it last answered; milliseconds since the process began. */
  #askedAt = -Infinity
  #answeredAt = -Infinity
  #refreshing: Promise<void> | undefined
  #toldStandIn = false

  constructor(options: PlexLibraryOptions) {
    this.#options = options
    this.#files = new FileStore(options.database, options.recentMs)
    this.#sectionStore = new SectionStore(options.database)
    this.#all = this.#sectionStore.load()
    this.#served = servedSections(this.#all, options.agent)
    this.#keeper = new KeepListed({
      client: options.pages ?? options.client, files: this.#files, log: options.log, signal: this.#stop.signal, sections: () => this.#freshSections(),
    })
  }

  /** Asks for the sections and lists them in the background, again and again while Plex is away. */
  start(): void {
    this.#keeper.start()
  }

  sections(): readonly PlexSection[] {
    return this.#served.sections
  }

  /** The library folders in which a file can be, as far as known now; has the sections asked for anew when they are old. */
  roots(): readonly LibraryRoot[] {
    if (isOld(this.#askedAt)) this.#refreshSections().catch(() => undefined)
    if (this.#roots?.of !== this.#served) this.#roots = { of: this.#served, list: rootsOf(this.#served, this.#options.roots) }
    return this.#roots.list
  }

  /** Asks Plex for its sections now. Rejects as the client does. */
  refresh(): Promise<void> {
    return this.#refreshSections()
  }

  /** True when every served section has been listed completely once. */
  get complete(): boolean {
    return this.#served.sections.length > 0 && this.#served.sections.every(({ id }) => this.#files.listing(id).listedAt !== undefined)
  }

  /** A number that grows with every file that is listed, be it for the first time or anew. */
  get writes(): number {
    return this.#files.writes
  }

  /** The file as it was last listed, without asking Plex. */
  listed(plexPath: string): ListedFile | undefined {
    return this.#files.find(plexPath)
  }

  /** The paths of all files that are known, as Plex spells them. */
  paths(): Iterable<string> {
    return this.#files.paths()
  }

  async fileFacts(plexPath: string, signal?: AbortSignal): Promise<FileFacts> {
    try {
      const ms = this.#options.answerLimitMs ?? ANSWER_LIMIT
      return await inTime({ ms, signals: [signal, this.#stop.signal] }, (limited) => untilAborted(limited, this.#caughtUpFacts(plexPath)))
    } catch (error) {
      this.#options.log.debug({ why: error instanceof Error ? error.message : String(error) }, 'cannot say what Plex holds')
      return 'unknown'
    }
  }

  /** Ends what is under way. The database stays open, whoever opened it closes it. */
  async close(): Promise<void> {
    this.#stop.abort()
    await this.#keeper.stopped()
    await this.#catchUp.idle()
  }

  async #caughtUpFacts(plexPath: string): Promise<FileFacts> {
    await this.#catchUp.join()
    const known = this.#files.find(plexPath)
    if (known !== undefined && !this.#files.isRecent(known.ratingKey)) await this.#look(known)
    if (known === undefined && !this.complete) await this.#listingEnds()
    const found = this.#files.find(plexPath)
    if (found === undefined) return this.complete ? 'absent' : 'unknown'
    const { ratingKey, path, size, duration } = found
    return { ratingKey, path, size, duration }
  }

  /** Just after a start the first listing is often nearly through: to wait a little spares Plex a "try again later". */
  async #listingEnds(): Promise<void> {
    const { underWay } = this.#keeper
    if (underWay === undefined) return
    const patience = new AbortController()
    await Promise.race([underWay, sleep(LISTING_PATIENCE, undefined, { signal: AbortSignal.any([patience.signal, this.#stop.signal]) }).catch(() => undefined)])
    patience.abort()
  }

  /** A file may have been replaced or taken away since it was listed. */
  async #look(known: ListedFile): Promise<void> {
    const item = await this.#options.client.item(known.ratingKey, this.#stop.signal)
    if (item !== undefined && isAsListed(known, item)) return this.#files.confirm(known)
    this.#files.inTransaction(() => {
      if (item === undefined) this.#files.forget(known)
      else this.#files.write(known.sectionId, item, this.#files.listing(known.sectionId).round)
    })
  }

  async #catchUpAll(): Promise<void> {
    if (isOld(this.#answeredAt)) await this.#refreshSections()
    const { client } = this.#options
    await Promise.all(this.#served.sections.map(({ id }) => catchUpSection({ client, files: this.#files, sectionId: id, signal: this.#stop.signal })))
  }

  async #freshSections(): Promise<readonly PlexSection[]> {
    await this.#refreshSections()
    return this.#served.sections
  }

  #refreshSections(): Promise<void> {
    this.#refreshing ??= this.#askSections().finally(() => { this.#refreshing = undefined })
    return this.#refreshing
  }

  async #askSections(): Promise<void> {
    this.#askedAt = performance.now()
    const sections = await inTime({ ms: SECTIONS_LIMIT, signals: [this.#stop.signal] }, (signal) => this.#options.client.sections(signal))
    this.#answeredAt = performance.now()
    this.#take(sections)
  }

  #take(sections: readonly PlexSection[]): void {
    if (JSON.stringify(sections) !== JSON.stringify(this.#all)) {
      this.#sectionStore.save(sections)
      this.#all = sections
      this.#served = servedSections(sections, this.#options.agent)
      this.#keeper.wake()
    }
    if (this.#served.byAgent || this.#toldStandIn) return
    this.#toldStandIn = true
    this.#options.log.warn('No library of Plex uses Stash2Plex yet; until one does, all film libraries are taken into account. Choose the agent in the library\'s advanced settings.')
  }
}

/** Nothing is written then, so that it can be told with a full disk, too. */
function isAsListed({ path, size, duration }: ListedFile, { files }: PlexItem): boolean {
  const [only, ...others] = files
  return only !== undefined && others.length === 0 && only.path === path && Math.trunc(only.size) === size && only.duration === duration
}

function isOld(at: number): boolean {
  return performance.now() - at > SECTIONS_AGE
}
