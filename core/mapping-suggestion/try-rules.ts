import { folderRule } from '../../shared/path-mapping/folder-rule.js'
import { RuleMapping, type FolderRuleOptions } from '../../shared/path-mapping/index.js'
import { foldPath, nfc } from '../../shared/text/fold.js'
import type { FileList } from './file-list.js'
import type { Pair, Tally } from './suggestion.js'

/** Some pairs to look at. */
const SHOWN = 3

/** What became of one file of Plex. */
export type Fate = 'agrees' | 'untold' | 'contradicts' | 'nothing-there' | 'uncovered'

export interface Tried {
  readonly tally: Tally
  readonly examples: readonly Pair[]
}

export interface Trial {
  readonly byRule: ReadonlyMap<string, Tried>
  /** By Plex's file. */
  readonly fates: readonly Fate[]
}

type ByText = Map<string, number | number[]>

/** Stash's files by path, as the catalog finds them: exactly, else in another Unicode form, else but for case. */
export class StashPaths {
  readonly #stash: FileList
  readonly #exact: ByText
  #folded: ByText | undefined

  constructor(stash: FileList) {
    this.#stash = stash
    this.#exact = filesBy(stash.paths)
  }

  at(path: string, ignoreCase: boolean): readonly number[] {
    const exact = this.#exact.get(path)
    if (exact !== undefined) return [exact].flat()
    this.#folded ??= filesBy(this.#stash.folded)
    const files = [this.#folded.get(foldPath(path)) ?? []].flat()
    const composed = files.filter((file) => nfc(this.#stash.path(file)) === nfc(path))
    return composed.length > 0 || !ignoreCase ? composed : files
  }
}

function filesBy(texts: readonly string[]): ByText {
  const files: ByText = new Map()
  texts.forEach((text, file) => {
    const known = files.get(text)
    if (known === undefined) files.set(text, file)
    else if (typeof known === 'number') files.set(text, [known, file])
    else known.push(file)
  })
  return files
}

/** Sends every file of Plex through the rules, the very ones that a server would use, and looks what Stash has there. */
export function tryRules(rules: readonly FolderRuleOptions[], plex: FileList, stash: FileList, paths: StashPaths): Trial {
  const mapping = new RuleMapping(rules.flatMap((rule) => folderRule(rule).rule ?? []))
  const counts = new Map(rules.map(({ name }) => [name, new Count()]))
  const fates = Array.from({ length: plex.length }, (_, file): Fate => {
    const mapped = mapping.toStash(plex.path(file))
    if (mapped === undefined) return 'uncovered'
    const there = paths.at(mapped.path, mapped.ignoreCase)
    const fate = fateOf(plex.size(file), there.map((one) => stash.size(one)))
    counts.get(mapped.rule)?.add(fate, { plex: plex.path(file), stash: mapped.path })
    return fate
  })
  return { byRule: counts, fates }
}

function fateOf(size: number, sizes: readonly number[]): Fate {
  if (sizes.length === 0) return 'nothing-there'
  if (size <= 0) return 'untold'
  return sizes.includes(size) ? 'agrees' : 'contradicts'
}

class Count implements Tried {
  readonly tally = { covered: 0, agrees: 0, untold: 0, contradicts: 0 }
  readonly #pairs: Pair[] = []
  readonly #contrary: Pair[] = []

  /** Of those that contradict, when most do. */
  get examples(): readonly Pair[] {
    const { contradicts, agrees, untold } = this.tally
    return contradicts > agrees + untold ? this.#contrary : this.#pairs
  }

  add(fate: Fate, pair: Pair): void {
    this.tally.covered++
    if (fate !== 'agrees' && fate !== 'untold' && fate !== 'contradicts') return
    this.tally[fate]++
    const kept = fate === 'contradicts' ? this.#contrary : this.#pairs
    if (kept.length < SHOWN) kept.push(pair)
  }
}
