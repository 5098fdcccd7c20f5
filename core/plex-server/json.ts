/** Readers for Plex's JSON, in which any field may be missing and numbers may be texts. */
export type Json = Readonly<Record<string, unknown>>

export function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Json : undefined
}

/** The objects of a list; none when the field is missing. */
export function objectsIn(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(asObject).filter((entry) => entry !== undefined) : []
}

export function asText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}
