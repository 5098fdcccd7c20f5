import type { Family } from './families.js'

/** The same folders in another order, below these two. */
export interface Order {
  readonly plexFolder: string
  readonly stashFolder: string
  readonly files: readonly number[]
}

export interface Sorted {
  readonly kept: readonly Family[]
  readonly orders: readonly Order[]
}

/**
 * Sets apart the families whose folders end with the same names in another order, `2024/Studio` and `Studio/2024`, when
 * there are several of the kind: a rule for each would explain today's folders and none of tomorrow's.
 */
export function setRearrangedApart(families: readonly Family[]): Sorted {
  const kinds = new Map<string, Family[]>()
  for (const family of families) {
    const kind = kindOf(family)
    if (kind !== undefined) kinds.set(kind, [...kinds.get(kind) ?? [], family])
  }
  const several = [...kinds].filter(([, members]) => members.length > 1)
  const apart = new Set(several.flatMap(([, members]) => members))
  return { kept: families.filter((family) => !apart.has(family)), orders: several.map(([kind, members]) => orderOf(kind, members)) }
}

function orderOf(kind: string, members: readonly Family[]): Order {
  const [plexFolder = '', stashFolder = ''] = kind.split('\0')
  return { plexFolder, stashFolder, files: members.flatMap(({ files }) => files) }
}

/** The two folders below which the names are the same in another order. */
function kindOf({ plexFolder, stashFolder }: Family): string | undefined {
  const [one, two] = [plexFolder.split('/'), stashFolder.split('/')]
  for (let count = 2; count < Math.min(one.length, two.length) + 1; count++) {
    if (!sameNames(one.slice(-count), two.slice(-count))) continue
    return `${one.slice(0, -count).join('/')}\0${two.slice(0, -count).join('/')}`
  }
  return undefined
}

function sameNames(one: readonly string[], two: readonly string[]): boolean {
  const sorted = two.toSorted()
  return one.toSorted().every((name, index) => name === sorted[index])
}
