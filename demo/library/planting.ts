import type { Layout, SampleRoot } from './layout.js'
import { nativePath, windowsName } from './native-path.js'
import { mix } from './random.js'
import { FileRow, ItemRow, SceneRow } from './rows.js'
import type { ItemFacts } from './rows.js'
import { SceneFacts, poolSizes } from './scene-facts.js'
import { sceneTitle, studioName } from './words.js'

const scenesPerFolder = 12
const extensions = ['mp4', 'mp4', 'mp4', 'mkv', 'wmv', 'avi', 'm4v']

export interface Spot { readonly folder: string, readonly basename: string }

/** The ground in which the categories plant their files: keeps the counters, shares strings, and collects both sides. */
export class Planting {
  readonly scenes: SceneRow[] = []
  readonly items: ItemRow[] = []
  readonly facts: SceneFacts
  readonly layout: Layout
  readonly #seed: number
  readonly #folders = new Map<string, string>()
  readonly #itemFacts = new Map<string, ItemFacts>()
  #content: number
  #sceneId = 0
  #fileId = 0

  constructor({ seed, scenes, layout }: { readonly seed: number, readonly scenes: number, readonly layout: Layout }) {
    this.#seed = seed
    this.layout = layout
    this.facts = new SceneFacts(seed, poolSizes(scenes))
    this.#content = 1 + (mix(seed, 99) % 1000) * 10_000_000
  }

  /** The identity of a video that nobody has seen yet. */
  newContent(): number {
    return this.#content++
  }

  /** A number that no other name carries. */
  tag(): string {
    return this.#content.toString(36)
  }

  get nth(): number {
    return this.scenes.length
  }

  /** The studio's folder for the scene that is planted next, under neither side's root. */
  shelf(): string {
    const group = Math.floor(this.nth / scenesPerFolder)
    const studio = studioName(this.facts.studioOf(group) - 1)
    return this.#shared(group % 3 === 0 ? `${studio}/set ${group}` : `${studio} ${group}`)
  }

  year(): string {
    return String(2012 + this.facts.studioOf(this.nth) % 13)
  }

  studio(): string {
    return studioName(this.facts.studioOf(Math.floor(this.nth / scenesPerFolder)) - 1)
  }

  /** A long, telling name, unlike every other. */
  tellingName(): string {
    const dice = mix(this.#seed, this.#content)
    const title = this.facts.title(this.nth) || sceneTitle(dice)
    const extension = extensions[dice % extensions.length] ?? 'mp4'
    if (dice % 3 === 0) return `${title} (${this.year()}) ${this.tag()}.${extension}`
    if (dice % 3 === 1) return `${this.studio()} - ${title} - ${this.tag()} [1080p].${extension}`
    return `${title.toLowerCase().replaceAll(' ', '.')}.${this.tag()}.xxx.720p.${extension}`
  }

  file(folder: string, basename: string, content = this.newContent()): FileRow {
    this.#fileId += 1 + (content % 5 === 0 ? 1 : 0)
    return new FileRow(this.#fileId, content, this.#shared(nativePath(folder)), this.#allowed(basename))
  }

  /** Ids have holes, as where scenes were deleted. */
  scene(...files: readonly FileRow[]): SceneRow {
    this.#sceneId += mix(this.#seed, this.nth) % 20 === 0 ? 3 : 1
    const scene = new SceneRow(this.#sceneId, this.nth, files, this.facts)
    this.scenes.push(scene)
    return scene
  }

  item(category: string, spot: Spot & { content: number }, truth: { sceneId?: number, certain: boolean }): void {
    const folder = nativePath(spot.folder)
    const at = { folder: this.#shared(folder), basename: this.#allowed(spot.basename) }
    this.items.push(new ItemRow(spot.content, at, truth.sceneId, this.#sharedFacts(this.#sectionOf(folder), category, truth.certain)))
  }

  /** A scene of one file and Plex's item of the same file: the ordinary case. */
  pair(category: string, stash: Spot, plex: Spot): SceneRow {
    const scene = this.scene(this.file(stash.folder, stash.basename))
    this.mirror(category, scene, plex)
    return scene
  }

  /** Plex's item of the scene's first file. */
  mirror(category: string, scene: SceneRow, plex: Spot, certain = true): void {
    const content = (scene.files[0] as FileRow).content
    this.item(category, { ...plex, content }, { sceneId: scene.id, certain })
  }

  /** A file that Plex alone has. */
  stranger(category: string, plex: Spot): void {
    this.item(category, { ...plex, content: this.newContent() }, { certain: false })
  }

  /** A root that a folder rule covers, or, now and then, the one that no rule covers. */
  anywhere(turn: number): SampleRoot {
    return turn % 2 === 0 ? this.layout.roots.media : this.layout.roots.loose
  }

  #sectionOf(folder: string): string {
    const { sections } = this.layout
    return sections.find(({ locations }) => locations.some((location) => folder.startsWith(location)))?.id ?? '1'
  }

  #allowed(basename: string): string {
    return this.layout.windows === true ? windowsName(basename) : basename
  }

  #shared(text: string): string {
    const known = this.#folders.get(text)
    if (known !== undefined) return known
    this.#folders.set(text, text)
    return text
  }

  #sharedFacts(sectionId: string, category: string, certain: boolean): ItemFacts {
    const key = `${sectionId} ${category} ${certain}`
    const known = this.#itemFacts.get(key) ?? { sectionId, category, certain }
    this.#itemFacts.set(key, known)
    return known
  }
}
