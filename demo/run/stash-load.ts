/** What the sample Stash counted. */
export interface StashCounts {
  readonly graphql: number
  readonly images: number
  /** Searches by path or free text, which scan the whole library of a real Stash. */
  readonly pathFilters: number
  /** Root fields, aliases one by one. */
  readonly fields: Readonly<Record<string, number>>
}

/** How much of Stash a scan took, told per item that was described. */
export function stashLoadLines({ graphql, images, pathFilters, fields }: StashCounts, described: number): string[] {
  const each = graphql === 0 ? 'none at all' : `one for ${(described / graphql).toFixed(1)} items`
  const byField = Object.entries(fields).sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${count}`).join(', ')
  return [
    `Stash was asked ${graphql} GraphQL requests during the scan to describe ${described} items (${each}), and for ${images} images.`,
    `Searches by path, which a large Stash cannot afford: ${pathFilters}.`,
    ...(byField === '' ? [] : [`Fields asked: ${byField}.`]),
  ]
}
