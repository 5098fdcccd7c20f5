import type { CatalogFile, StashListing } from '../../shared/plugin-api/index.js'
import type { CatalogReader } from '../catalog/catalog-reader.js'
import { fault } from '../errors.js'
import { StashNewcomers, type NewcomerQuestions, type ToldScene } from './stash-newcomers.js'

/** What is asked of Stash itself. */
export interface StashQuestions extends NewcomerQuestions {
  features(signal?: AbortSignal): Promise<{ readonly findFile: boolean }>
  sceneCount(signal?: AbortSignal): Promise<number>
  /** The scenes with the next higher ids. */
  indexPage(afterId: number, limit: number, signal?: AbortSignal): Promise<readonly ToldScene[]>
  scenesAtPaths(paths: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, ToldScene>>
}

export interface StashListingOptions {
  readonly catalog: Pick<CatalogReader, 'pages' | 'state'>
  readonly stash: StashQuestions
  /** Why the catalog could not be brought up to date for this comparison. */
  readonly trouble: string | undefined
}

const IDS_AT_ONCE = 40
/** Scenes that may come between the sweep and the end of the listing. */
const MOST_LATE = 1000

/** Lists the catalog, which was swept for this comparison, and asks Stash itself about single scenes. */
export class SweptCatalog implements StashListing {
  readonly #o: StashListingOptions
  readonly #newcomers: StashNewcomers

  constructor(options: StashListingOptions) {
    this.#o = options
    this.#newcomers = new StashNewcomers(options.stash)
  }

  async * files(signal?: AbortSignal): AsyncGenerator<readonly CatalogFile[]> {
    const { catalog, stash, trouble } = this.#o
    if (trouble !== undefined) throw broken(trouble)
    const { phase, percent } = catalog.state()
    if (phase !== 'complete') throw broken(`the first sync is at ${percent} %`)
    if (!(await stash.features(signal)).findFile) await this.#newcomers.begin(signal)
    let last = 0
    for (const page of catalog.pages()) {
      last = Number(page.at(-1)?.sceneId ?? last)
      yield page
    }
    await this.#mustBeWhole(last, signal)
  }

  async filesOf(sceneIds: readonly string[], signal?: AbortSignal): Promise<readonly CatalogFile[]> {
    const files: CatalogFile[] = []
    for (let from = 0; from < sceneIds.length; from += IDS_AT_ONCE) {
      const scenes = await this.#o.stash.indexScenes(sceneIds.slice(from, from + IDS_AT_ONCE), signal)
      files.push(...scenes.flatMap(filesIn))
    }
    return files
  }

  async filesAt(paths: readonly string[], signal?: AbortSignal): Promise<readonly CatalogFile[]> {
    if (!(await this.#o.stash.features(signal)).findFile) return (await this.#newcomers.scenes(signal)).flatMap(filesIn)
    const scenes = await this.#o.stash.scenesAtPaths(paths.map(asStashSpells), signal)
    return [...new Map([...scenes.values()].map((scene) => [scene.id, scene])).values()].flatMap(filesIn)
  }

  /** What came after the last scene that was listed is no fault of the listing. */
  async #mustBeWhole(last: number, signal: AbortSignal | undefined): Promise<void> {
    const { catalog, stash } = this.#o
    const announced = await stash.sceneCount(signal)
    const { scenes } = catalog.state()
    if (scenes >= announced) return
    const late = (await stash.indexPage(last, MOST_LATE, signal)).length
    if (scenes + late < announced) throw broken(`the catalog has ${scenes} of ${announced} scenes`)
  }
}

function filesIn({ id, createdAt, files }: ToldScene): CatalogFile[] {
  const sceneCreatedAt = Math.floor(Date.parse(createdAt) / 1000)
  return files.map(({ path, size, duration, oshash }) => ({ sceneId: id, sceneCreatedAt, path, size, duration, oshash }))
}

/** Stash on Windows has its own separators. */
function asStashSpells(path: string): string {
  return /^(?:[a-z]:\/|\/\/)/i.test(path) ? path.replaceAll('/', '\\') : path
}

function broken(why: string): Error {
  return fault('S2P_LISTING_BROKEN', { library: 'Stash', why })
}
