import { timeText } from './clock.js'
import { orderFits, textFits } from './criteria.js'
import type { Criterion } from './criteria.js'
import { fileCreatedAt } from './shelf.js'
import type { Shelf, StashFile } from './shelf.js'

type Text = Criterion<string>

export interface FileFilter {
  readonly AND?: FileFilter | null
  readonly OR?: FileFilter | null
  readonly NOT?: FileFilter | null
  readonly path?: Text | null
  readonly basename?: Text | null
  readonly dir?: Text | null
  readonly mod_time?: Text | null
  readonly created_at?: Text | null
  readonly updated_at?: Text | null
  readonly scene_count?: Criterion<number> | null
}

type Keeps = (file: StashFile) => boolean

export function updatedText(file: StashFile, shelf: Shelf): string {
  return timeText(file.updatedAt ?? fileCreatedAt(file), file.updatedOffset ?? shelf.firstOffset)
}

function ownTests(filter: FileFilter, shelf: Shelf): readonly Keeps[] {
  const tests: Keeps[] = []
  const add = (criterion: Text | null | undefined, compile: typeof textFits, read: (file: StashFile) => string) => {
    if (criterion === null || criterion === undefined) return
    const fits = compile(criterion)
    tests.push((file) => fits(read(file)))
  }
  add(filter.path, textFits, (file) => file.path)
  add(filter.basename, textFits, (file) => file.basename)
  add(filter.dir, textFits, (file) => file.folder)
  add(filter.mod_time, orderFits, (file) => timeText(file.modTime, shelf.firstOffset))
  add(filter.created_at, orderFits, (file) => timeText(fileCreatedAt(file), shelf.firstOffset))
  add(filter.updated_at, orderFits, (file) => updatedText(file, shelf))
  if (filter.scene_count) {
    const fits = orderFits(filter.scene_count)
    tests.push(() => fits(1))
  }
  return tests
}

export function fileFilter(filter: FileFilter, shelf: Shelf): Keeps {
  const tests = ownTests(filter, shelf)
  const all: Keeps = (file) => tests.every((test) => test(file))
  if (filter.OR) {
    const inner = fileFilter(filter.OR, shelf)
    return (file) => (tests.length > 0 && all(file)) || inner(file)
  }
  const other = filter.AND ?? filter.NOT
  if (other === null || other === undefined) return all
  const inner = fileFilter(other, shelf)
  return (file) => all(file) && inner(file) === (other === filter.AND)
}
