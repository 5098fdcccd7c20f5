import type { PlexFile, PlexSection } from '../../shared/plugin-api/plex-server.js'
import { asNumber, asText, objectsIn, type Json } from './json.js'

/** An item of a section. Plex may hold several versions of it, each of several files. */
export interface PlexItem {
  readonly ratingKey: string
  /** Empty while Plex has not matched the item. */
  readonly guid: string
  readonly title: string
  /** Unix seconds; 0 when Plex does not tell. */
  readonly updatedAt: number
  readonly files: readonly PlexFile[]
}

/** Plex's keys are numbers. They become part of addresses, so nothing that could lead elsewhere, or cannot be written there, is one. */
function asKey(value: unknown): string | undefined {
  const key = asText(value)
  return key !== undefined && /^[\w-]{1,64}$/.test(key) ? key : undefined
}

/** Undefined for an entry without a key. */
export function readSection(directory: Json): PlexSection | undefined {
  const id = asKey(directory['key'])
  if (id === undefined) return undefined
  return {
    id,
    title: asText(directory['title']) ?? '',
    type: asText(directory['type']) ?? '',
    agent: asText(directory['agent']) ?? '',
    locations: objectsIn(directory['Location']).map(({ path }) => asText(path)).filter((path) => path !== undefined),
  }
}

/** Undefined for an entry without a rating key. */
export function readItem(metadata: Json): PlexItem | undefined {
  const ratingKey = asKey(metadata['ratingKey'])
  if (ratingKey === undefined) return undefined
  return {
    ratingKey,
    guid: asText(metadata['guid']) ?? '',
    title: asText(metadata['title']) ?? '',
    updatedAt: asNumber(metadata['updatedAt']) ?? 0,
    files: objectsIn(metadata['Media']).flatMap((media) => filesOf(ratingKey, media)),
  }
}

function filesOf(ratingKey: string, media: Json): PlexFile[] {
  const parts = objectsIn(media['Part'])
  // The duration of a version is that of its file only where there is just one.
  const whole = parts.length === 1 ? media['duration'] : undefined
  return parts.flatMap((part) => {
    const path = asText(part['file'])
    const milliseconds = asNumber(part['duration']) ?? asNumber(whole)
    return path === undefined ? [] : [{ ratingKey, path, size: asNumber(part['size']) ?? 0, duration: milliseconds === undefined ? undefined : milliseconds / 1000 }]
  })
}
