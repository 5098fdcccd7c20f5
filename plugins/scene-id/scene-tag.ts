const tag = /\{\s{0,2}stash-(\d{1,15})\s{0,2}\}/giu

/** The distinct scene ids that are written as `{stash-123}` anywhere in a text, in their order. */
export function taggedIds(text: string): readonly string[] {
  const ids = [...text.matchAll(tag)].map(([, digits = '']) => plainId(digits))
  return [...new Set(ids.filter((id) => id !== undefined))]
}

/** Without leading zeros; undefined for zero, which no scene has. */
export function plainId(digits: string): string | undefined {
  const id = digits.replace(/^0+/, '')
  return id === '' ? undefined : id
}
