import type { MappedPath, PathMapping } from '../shared/plugin-api/paths.js'

/** The mapping in force: rules that fail on real paths are silenced while everybody keeps the same object. */
export class LiveMapping<Mapping extends PathMapping> implements PathMapping {
  current: Mapping

  constructor(mapping: Mapping) {
    this.current = mapping
  }

  get localFolders(): readonly string[] {
    return this.current.localFolders
  }

  toStash(plexPath: string): MappedPath | undefined {
    return this.current.toStash(plexPath)
  }

  toPlex(stashPath: string): readonly MappedPath[] {
    return this.current.toPlex(stashPath)
  }

  toLocal(plexPath: string): MappedPath | undefined {
    return this.current.toLocal(plexPath)
  }
}
