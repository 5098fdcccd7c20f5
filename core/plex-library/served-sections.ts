import { folderForm } from '../../shared/path-mapping/path-form.js'
import type { PlexSection } from '../../shared/plugin-api/plex-server.js'

/** A library folder, and the section that it belongs to when Plex told us. */
export interface LibraryRoot {
  readonly path: string
  readonly sectionId?: string
}

export interface Served {
  readonly sections: readonly PlexSection[]
  /** False when no section uses our agent yet, and all film sections stand in. */
  readonly byAgent: boolean
}

export function servedSections(all: readonly PlexSection[], agent: string): Served {
  const films = all.filter(({ type }) => type === 'movie')
  const ours = films.filter((section) => section.agent === agent)
  return ours.length > 0 ? { sections: ours, byAgent: true } : { sections: films, byAgent: false }
}

/** The sections' folders and the configured ones; only the configured ones while no section uses our agent. */
export function rootsOf({ sections, byAgent }: Served, configured: readonly string[]): LibraryRoot[] {
  const known = sections.flatMap(({ id, locations }) => locations.map((path): LibraryRoot => ({ path, sectionId: id })))
  const told = configured.map((path): LibraryRoot => known.find((root) => folderForm(root.path) === folderForm(path)) ?? { path })
  const wanted = byAgent || configured.length === 0 ? [...known, ...told] : told
  const distinct = new Map<string, LibraryRoot>()
  for (const root of wanted) if (!distinct.has(folderForm(root.path))) distinct.set(folderForm(root.path), root)
  return [...distinct.values()]
}
