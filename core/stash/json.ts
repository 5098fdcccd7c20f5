/** A JSON object of which nothing is known. */
export type Json = Readonly<Record<string, unknown>>

/** Reads that never throw: Stash's answers change between versions, and one odd value must not hide a scene. */
export function object(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Json : undefined
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Reads each entry and leaves out those that cannot be read. */
export function listOf<T>(value: unknown, read: (entry: Json) => T | undefined): T[] {
  const items: T[] = []
  for (const entry of list(value)) {
    const fields = object(entry)
    const item = fields && read(fields)
    if (item !== undefined) items.push(item)
  }
  return items
}

/** Undefined for a text without a visible character: Stash sends `""` for what is not set. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

/** An id as digits; some tools send numbers. */
export function id(value: unknown): string | undefined {
  const digits = typeof value === 'number' ? String(value) : value
  return typeof digits === 'string' && /^\d{1,15}$/.test(digits) ? digits : undefined
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

export function wholeNumber(value: unknown): number | undefined {
  const read = number(value)
  return Number.isSafeInteger(read) ? read : undefined
}

/** RFC 3339 to Unix seconds. */
export function unixSeconds(value: unknown): number | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000)
}
