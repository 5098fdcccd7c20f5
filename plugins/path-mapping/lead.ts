import type { Catalog, CatalogFile, Likeness, Place } from '../../shared/plugin-api/index.js'

/** Where a place leads in Stash. */
export interface Lead {
  readonly place: Place
  /** Undefined when no rule covers the place. */
  readonly rule: string | undefined
  /** Nobody wrote the rule. */
  readonly found: boolean
  readonly likeness: Likeness | undefined
  readonly files: readonly CatalogFile[]
  /** The distinct scenes of these files; none when the place leads nowhere. */
  readonly sceneIds: readonly string[]
}

export function leadOf(catalog: Catalog, place: Place): Lead {
  if (place.stash === undefined) return { place, rule: undefined, found: false, likeness: undefined, files: [], sceneIds: [] }
  const { files, likeness } = catalog.byPath(place.stash.path, { ignoreCase: place.stash.ignoreCase })
  return { place, rule: place.stash.rule, found: place.stash.found === true, likeness, files, sceneIds: [...new Set(files.map(({ sceneId }) => sceneId))] }
}

/** The one scene to which all these places lead, if there is one. */
export function commonScene(leads: readonly Lead[]): string | undefined {
  const ids = leads.map(({ sceneIds }) => (sceneIds.length === 1 ? sceneIds[0] : undefined))
  return ids.every((id) => id === ids[0]) ? ids[0] : undefined
}
