import { join } from 'node:path'
import type { Test } from 'tap'
import { CatalogReader } from '../../../core/catalog/catalog-reader.js'
import { CatalogWriter } from '../../../core/catalog/catalog-writer.js'
import { prepareCatalog } from '../../../core/catalog/prepare-catalog.js'
import type { IndexedFile, IndexedScene } from '../../../core/catalog/stash-index.js'
import type { Logger } from '../../../shared/plugin-api/index.js'

export interface Line { readonly level: string, readonly fields: Record<string, unknown>, readonly message: string }

/** A logger that keeps what it is told. */
export function listeningLog(): Logger & { readonly lines: Line[] } {
  const lines: Line[] = []
  const at = (level: string) => (first: object | string, message?: string) => {
    lines.push(typeof first === 'string' ? { level, fields: {}, message: first } : { level, fields: { ...first }, message: message ?? '' })
  }
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

export function sceneOf(id: number, paths: readonly string[], more: Partial<IndexedScene> = {}): IndexedScene {
  const files = paths.map((path, position) => fileOf(id * 10 + position, path))
  return {
    id: String(id), createdAt: createdAt(id), updatedAt: createdAt(id), title: undefined, date: undefined, organized: false, files, ...more,
  }
}

export function createdAt(id: number): string {
  return new Date((1_700_000_000 + id) * 1000).toISOString()
}

export function fileOf(id: number, path: string): IndexedFile {
  return { id: String(id), path, size: 1000 + id, duration: 60.5, oshash: id.toString(16).padStart(16, 'f') }
}

/** A catalog in a folder of the test's own, open for writing and for reading. */
export function openCatalog(t: Test, scenes: readonly IndexedScene[] = []) {
  const file = join(t.testdir(), 'catalog.db')
  prepareCatalog({ file, log: listeningLog() })
  const writer = new CatalogWriter({ file })
  const reader = new CatalogReader({ file })
  t.teardown(() => {
    reader.close()
    writer.close()
  })
  writer.putPage(scenes, 0)
  return { file, writer, reader }
}

export function pathsOf(found: { readonly files: readonly { readonly path: string }[] }): string[] {
  return found.files.map((file) => file.path)
}
