import type { CatalogFile, StashListing } from '../../shared/plugin-api/index.js'
import type { CatalogReader } from '../catalog/catalog-reader.js'
import { fault } from '../errors.js'

/** A scene as Stash tells it now. */
interface ToldScene {
  readonly id: string
  readonly createdAt: string
  readonly files: readonly { readonly path: string, readonly size: number, readonly duration: number | undefined, readonly oshash: string | undefined }[]
}

/** What is asked of Stash itself. */
export interface StashQuestions {
  features(signal?: AbortSignal): Promise<{ readonly findFile: boolean }>
  sceneCount(signal?: AbortSignal): Promise<number>
  indexScenes(ids: readonly string[], signal?: AbortSignal): Promise<readonly ToldScene[]>
  scenesAtPaths(paths: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, ToldScene>>
}

export interface StashListingOptions {
  readonly catalog: Pick<CatalogReader, 'pages' | 'state'>
  readonly stash: StashQuestions
  /** Why the catalog could not be brought up to date for this comparison. */
  readonly trouble: string | undefined
}

const IDS_AT_ONCE = 40

/** Lists the catalog, which was just caught up, and asks Stash itself about single scenes. */
export class CaughtUpCatalog implements StashListing {
  readonly #o: StashListingOptions

  constructor(options: StashListingOptions) {
    this.#o = options
  }

  async * files(signal?: AbortSignal): AsyncGenerator<readonly CatalogFile[]> {
    const { catalog, stash, trouble } = this.#o
    if (trouble !== undefined) throw broken(trouble)
    const { phase, percent, scenes } = catalog.state()
    if (phase !== 'complete') throw broken(`the first sync is at ${percent} %`)
    const announced = await stash.sceneCount(signal)
    if (scenes < announced) throw broken(`the catalog has ${scenes} of ${announced} scenes`)
    yield* catalog.pages()
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
    if (!(await this.#o.stash.features(signal)).findFile) return []
    const scenes = await this.#o.stash.scenesAtPaths(paths.map(asStashSpells), signal)
    return [...new Map([...scenes.values()].map((scene) => [scene.id, scene])).values()].flatMap(filesIn)
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
