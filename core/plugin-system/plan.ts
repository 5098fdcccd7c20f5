import { isKebabCase } from './check-plugin.js'
import type { Discovery, FoundPlugin } from './discover.js'
import type { Refusal } from './refusal.js'
import { didYouMean } from './suggestion.js'

/** One entry of the configuration's `plugins` list. */
export interface Entry {
  readonly id: string
  readonly enabled: boolean
  readonly options: Readonly<Record<string, unknown>>
}

/** What will be done with a plugin: load it with these options, or refuse it without running any of it. */
export interface PlannedPlugin {
  readonly id: string
  readonly source: FoundPlugin['source'] | 'missing'
  readonly file: string | undefined
  /** Whether the configuration names it; else it is here by default. */
  readonly named: boolean
  readonly options: Readonly<Record<string, unknown>>
  readonly refusal: Refusal | undefined
}

export interface Wanted {
  readonly entries: readonly Entry[]
  /** Bundled plugins that run without being named; every bundled one when absent. */
  readonly defaultSet?: readonly string[] | undefined
}

/** Lays the configuration's list over the default set. Order: as the list names them, then by id. */
export function planPlugins({ found, shadowed, unusable }: Discovery, { entries, defaultSet }: Wanted): readonly PlannedPlugin[] {
  const bundled = new Set(found.filter(({ source }) => source === 'bundled').map(({ id }) => id))
  const planned = found.map((plugin) => {
    const entry = entries.find(({ id }) => id === plugin.id)
    const byDefault = plugin.source === 'bundled' && (defaultSet?.includes(plugin.id) ?? true)
    const refusal = isDouble(plugin, bundled) ? doubleOfBundled : decide(plugin, entry, byDefault)
    return { ...plugin, named: entry !== undefined, options: entry?.options ?? {}, refusal }
  })
  const doubles = shadowed.map((plugin) => ({ ...plugin, named: false, options: {}, refusal: doubleInFolder }))
  const missing = missingEntries(entries, found).map((id) => ({ id, source: 'missing' as const, file: undefined, named: true, options: {}, refusal: unusable.has(id) ? notUsable(id, unusable.get(id)) : notThere(id, found) }))
  const place = placesInList(entries)
  return [...planned, ...doubles, ...missing].sort((a, b) => placeOf(place, a.id) - placeOf(place, b.id) || a.id.localeCompare(b.id, 'en'))
}

/** The position of each id in the configuration's list; the first mention counts. */
export function placesInList(entries: readonly Entry[]): ReadonlyMap<string, number> {
  return new Map(entries.map(({ id }, at) => [id, at] as const).toReversed())
}

export function placeOf(places: ReadonlyMap<string, number>, id: string): number {
  return places.get(id) ?? Number.MAX_SAFE_INTEGER
}

function isDouble(plugin: FoundPlugin, bundled: ReadonlySet<string>): boolean {
  return plugin.source === 'mounted' && bundled.has(plugin.id)
}

const doubleOfBundled: Refusal = { status: 'failed', reason: 'a bundled plugin has the same id and stays in use', advice: 'Rename the file or folder and the plugin\'s id.' }
const doubleInFolder: Refusal = { status: 'failed', reason: 'another file in the same folder has the same id and is used', advice: 'Remove one of the two.' }

function decide({ id, source }: FoundPlugin, entry: Entry | undefined, byDefault: boolean): Refusal | undefined {
  if (!isKebabCase(id)) return { status: 'failed', reason: `its name "${id}" is not kebab-case`, advice: 'Rename it with small letters, digits and single hyphens, as in my-matcher.' }
  if (entry?.enabled === false) return { status: 'disabled', reason: 'the configuration says enabled: false', advice: 'Take that out to use it.' }
  if (entry !== undefined || byDefault) return undefined
  return source === 'mounted' ? available(id, 'not named in the configuration, so not loaded') : optional(id)
}

/** A bundled plugin that waits to be named. */
export function optional(id: string): Refusal {
  return available(id, 'not part of the default set')
}

function available(id: string, reason: string): Refusal {
  return { status: 'available', reason, advice: `Add \`${id}\` to the plugins list to use it.` }
}

function missingEntries(entries: readonly Entry[], found: readonly FoundPlugin[]): readonly string[] {
  return [...new Set(entries.map(({ id }) => id))].filter((id) => !found.some((plugin) => plugin.id === id))
}

function notUsable(id: string, why = ''): Refusal {
  return { status: 'failed', reason: why, advice: `Make it ${id}.mjs, or index.mjs in a folder ${id}, with a default export.` }
}

function notThere(id: string, found: readonly FoundPlugin[]): Refusal {
  const reason = `the configuration names it, but there is no such plugin${didYouMean(id, found.map((plugin) => plugin.id))}`
  return { status: 'failed', reason, advice: `Correct the name in the plugins list, or put ${id}.mjs into the plugins folder.` }
}
