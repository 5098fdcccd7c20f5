import { joinPath } from './native-path.js'
import type { SampleItem, SampleScene, SampleStashFile } from './sample-library.js'
import type { SceneFacts } from './scene-facts.js'
import { durationOf, oshashOf, sizeOf } from './video.js'

// A million of each must fit in memory: a row keeps a few numbers and shared strings, and works out the rest when asked.

export class FileRow implements SampleStashFile {
  readonly id: number
  readonly content: number
  readonly folder: string
  readonly basename: string

  constructor(id: number, content: number, folder: string, basename: string) {
    this.id = id
    this.content = content
    this.folder = folder
    this.basename = basename
  }

  get path(): string { return joinPath(this.folder, this.basename) }
  get size(): number { return sizeOf(this.content) }
  get duration(): number { return durationOf(this.content) }
  get oshash(): string { return oshashOf(this.content) }
  get modTime(): number { return 1_500_000_000 + (this.content % 100_000_000) }
}

export class SceneRow implements SampleScene {
  readonly id: number
  readonly files: readonly FileRow[]
  readonly #nth: number
  readonly #facts: SceneFacts

  constructor(id: number, nth: number, files: readonly FileRow[], facts: SceneFacts) {
    this.id = id
    this.files = files
    this.#nth = nth
    this.#facts = facts
  }

  get createdAt(): number { return this.#facts.createdAt(this.#nth) }
  get updatedAt(): number { return this.#facts.updatedAt(this.#nth) }
  get title(): string { return this.#facts.title(this.#nth) }
  get details(): string { return this.#facts.details(this.#nth) }
  get code(): string { return this.#facts.code(this.#nth) }
  get director(): string { return this.#facts.director(this.#nth) }
  get date(): string | null { return this.#facts.date(this.#nth) }
  get rating100(): number | null { return this.#facts.rating100(this.#nth) }
  get organized(): boolean { return this.#facts.organized(this.#nth) }
  get hasCover(): boolean { return this.#facts.hasCover(this.#nth) }
  get urls(): readonly string[] { return this.#facts.urls(this.#nth) }
  get stashIds(): readonly string[] { return this.#facts.stashIds(this.#nth) }
  get studioId(): number | null { return this.#facts.studioId(this.#nth) }
  get performerIds(): readonly number[] { return this.#facts.performerIds(this.#nth) }
  get tagIds(): readonly number[] { return this.#facts.tagIds(this.#nth) }
  get groupIds(): readonly number[] { return this.#facts.groupIds(this.#nth) }
}

export interface ItemFacts {
  readonly sectionId: string
  readonly category: string
  readonly certain: boolean
}

export class ItemRow implements SampleItem {
  ratingKey = 0
  readonly content: number
  readonly folder: string
  readonly basename: string
  readonly sceneId: number | undefined
  readonly #facts: ItemFacts

  constructor(content: number, at: { folder: string, basename: string }, sceneId: number | undefined, facts: ItemFacts) {
    this.content = content
    this.folder = at.folder
    this.basename = at.basename
    this.sceneId = sceneId
    this.#facts = facts
  }

  get sectionId(): string { return this.#facts.sectionId }
  get category(): string { return this.#facts.category }
  get certain(): boolean { return this.#facts.certain }
  get path(): string { return joinPath(this.folder, this.basename) }
  get size(): number { return sizeOf(this.content) }
  get duration(): number { return Math.round(durationOf(this.content) * 1000) }
}
