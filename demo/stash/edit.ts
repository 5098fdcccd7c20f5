import { lastSeparator } from '../library/native-path.js'
import { durationOf, oshashOf, sizeOf } from '../library/video.js'
import type { SampleScene } from '../library/sample-library.js'
import type { Shelf, StashFile, StashScene } from './shelf.js'

type SceneChanges = Partial<Omit<SampleScene, 'id' | 'files'>>

export interface NewFile {
  /** Absolute, as Stash sees it. */
  readonly path: string
  /** The identity of the video; a new one unless told. */
  readonly content?: number
}

export interface StashBackup {
  readonly scenes: readonly StashScene[]
  readonly sceneId: number
}

function fileOf(id: number, path: string, content: number): StashFile {
  const cut = lastSeparator(path)
  return { id, content, path, folder: path.slice(0, cut), basename: path.slice(cut + 1),
    size: sizeOf(content), duration: durationOf(content), oshash: oshashOf(content), modTime: 1_700_000_000 }
}

function moved(file: StashFile, path: string): StashFile {
  const stamps = file.updatedAt === undefined ? {} : { updatedAt: file.updatedAt }
  const offsets = file.updatedOffset === undefined ? {} : { updatedOffset: file.updatedOffset }
  return { ...fileOf(file.id, path, file.content), modTime: file.modTime, ...stamps, ...offsets }
}

/** A row of the library computes its fields, so that a copy must read them one by one. */
function copy(scene: StashScene): StashScene {
  const { id, createdAt, updatedAt, title, details, code, director, date, rating100, organized, hasCover, urls, stashIds, studioId, performerIds, tagIds, groupIds, files } = scene
  const offsets = {
    ...scene.createdOffset === undefined ? {} : { createdOffset: scene.createdOffset },
    ...scene.updatedOffset === undefined ? {} : { updatedOffset: scene.updatedOffset },
  }
  return { id, createdAt, updatedAt, title, details, code, director, date, rating100, organized, hasCover, urls, stashIds, studioId, performerIds, tagIds, groupIds, files, ...offsets }
}

/** What people and scans do to a Stash. Each edit touches those timestamps that the real one touches, and no other. */
export class StashEdit {
  readonly #shelf: Shelf
  #offset: number
  #sceneId = 0
  #fileId = 0
  #content = 2_000_000_000
  #clock = 0

  constructor(shelf: Shelf) {
    this.#shelf = shelf
    this.#offset = shelf.firstOffset
    this.#sceneId = shelf.scenes.at(-1)?.id ?? 0
  }

  /** Minutes east of Greenwich in which times are written from now on; rows that are there keep theirs. */
  setOffset(minutes: number): void {
    this.#offset = minutes
  }

  /** A scan that finds a new video: a new scene, whose id is above all that ever were. */
  addScene(file: NewFile, changes: SceneChanges = {}): number {
    const id = ++this.#sceneId
    const now = this.#now()
    const scene: StashScene = { id, createdAt: now, updatedAt: now, createdOffset: this.#offset, updatedOffset: this.#offset, title: '', details: '', code: '',
      director: '', date: null, rating100: null, organized: false, hasCover: true, urls: [], stashIds: [], studioId: null, performerIds: [], tagIds: [], groupIds: [],
      ...changes, files: [this.#newFile(file)] }
    this.#shelf.replace([...this.#shelf.scenes, scene])
    return id
  }

  /** A scan that finds another file of a known video. */
  addFile(sceneId: number, file: NewFile): void {
    this.#change(sceneId, (scene) => ({ ...copy(scene), files: [...scene.files, this.#newFile(file)], ...this.#stamp() }))
  }

  /** A person edits a scene. */
  updateScene(sceneId: number, changes: SceneChanges): void {
    this.#change(sceneId, (scene) => ({ ...copy(scene), ...this.#stamp(), ...changes }))
  }

  /** A scan finds a file under another name: the file is touched, the scene is not. */
  renameFile(from: string, to: string): void {
    this.#mapFiles((file) => file.path === from ? { ...moved(file, to), ...this.#stamp() } : file)
  }

  /** A scan finds a folder under another name: nothing is touched at all. */
  renameFolder(from: string, to: string): void {
    this.#mapFiles((file) => file.path.startsWith(`${from}/`) ? moved(file, to + file.path.slice(from.length)) : file)
  }

  deleteScene(sceneId: number): void {
    this.#shelf.replace(this.#shelf.scenes.filter(({ id }) => id !== sceneId))
  }

  /** The files of one scene go to another, and the one is gone. */
  merge(sceneId: number, into: number): void {
    const files = this.#shelf.scene(sceneId)?.files ?? []
    this.deleteScene(sceneId)
    this.#change(into, (scene) => ({ ...copy(scene), files: [...scene.files, ...files], ...this.#stamp() }))
  }

  /** A copy of the database as it is now, the counter of its ids included. */
  backup(): StashBackup {
    return { scenes: this.#shelf.scenes, sceneId: this.#sceneId }
  }

  /** Puts a backup in place of the database: what came later is gone, and its ids will be given again. */
  restore({ scenes, sceneId }: StashBackup): void {
    this.#shelf.replace(scenes)
    this.#sceneId = sceneId
  }

  /** The database is made anew: the same ids, each now another scene, all of them created today. */
  rebuild(): void {
    const old = this.#shelf.scenes
    const stamp = { ...this.#stamp(), createdAt: this.#now(), createdOffset: this.#offset }
    this.#shelf.replace(old.map((scene, nth) => ({ ...copy(old[(nth + 1) % old.length] as StashScene), id: scene.id, ...stamp })))
  }

  #change(sceneId: number, how: (scene: StashScene) => StashScene): void {
    if (this.#shelf.scene(sceneId) === undefined) throw new Error(`There is no scene ${sceneId}.`)
    this.#shelf.replace(this.#shelf.scenes.map((scene) => scene.id === sceneId ? how(scene) : scene))
  }

  #mapFiles(how: (file: StashFile) => StashFile): void {
    this.#shelf.replace(this.#shelf.scenes.map((scene) => {
      const files = scene.files.map(how)
      return files.some((file, nth) => file !== scene.files[nth]) ? { ...copy(scene), files } : scene
    }))
  }

  #newFile({ path, content }: NewFile): StashFile {
    if (this.#fileId === 0) this.#fileId = this.#shelf.scenes.reduce((most, { files }) => files.reduce((own, { id }) => Math.max(own, id), most), 0)
    const file = fileOf(++this.#fileId, path, content ?? this.#content++)
    return { ...file, ...this.#stamp() }
  }

  #stamp(): { updatedAt: number, updatedOffset: number } {
    return { updatedAt: this.#now(), updatedOffset: this.#offset }
  }

  /** Unix seconds, and never the same twice, so that a test need not wait to see a change. */
  #now(): number {
    this.#clock = Math.max(this.#clock + 1, Math.floor(Date.now() / 1000))
    return this.#clock
  }
}
