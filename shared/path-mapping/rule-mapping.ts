import type { MappedPath, PathMapping } from '../plugin-api/paths.js'
import { normalPath } from '../text/fold.js'
import { samePath } from './path-form.js'
import type { Rule } from './rule.js'

/** The rules in their order. The first one that covers a path of Plex decides, also when it was silenced. */
export class RuleMapping implements PathMapping {
  readonly rules: readonly Rule[]
  readonly #silent: ReadonlySet<string>
  readonly #anyLocal: boolean

  constructor(rules: readonly Rule[], silent: ReadonlySet<string> = new Set()) {
    this.rules = rules
    this.#silent = silent
    this.#anyLocal = rules.some((rule) => 'toLocal' in rule)
  }

  /** The same mapping, but what these rules cover is mapped to nothing: no later rule takes it over. */
  without(ruleNames: Iterable<string>): RuleMapping {
    return new RuleMapping(this.rules, new Set([...this.#silent, ...ruleNames]))
  }

  get localFolders(): readonly string[] {
    return this.rules.flatMap(({ localFolder }) => (localFolder === undefined ? [] : [localFolder === '' ? '/' : localFolder]))
  }

  isSilent(ruleName: string): boolean {
    return this.#silent.has(ruleName)
  }

  toStash(plexPath: string): MappedPath | undefined {
    const path = normalPath(plexPath)
    for (const rule of this.rules) {
      const mapped = rule.toStash(path)
      if (mapped !== undefined) return this.#told(rule, mapped)
    }
    return undefined
  }

  toPlex(stashPath: string): readonly MappedPath[] {
    const path = normalPath(stashPath)
    const images = new Map<string, MappedPath>()
    for (const rule of this.rules) {
      const image = rule.toPlex(path)
      if (image === undefined || images.has(image) || !this.#leadsBack(image, path)) continue
      const told = this.#told(rule, image)
      if (told !== undefined) images.set(image, told)
    }
    return [...images.values()]
  }

  toLocal(plexPath: string): MappedPath | undefined {
    if (!this.#anyLocal) return undefined
    const path = normalPath(plexPath)
    const rule = this.rules.find((candidate) => candidate.toStash(path) !== undefined)
    const mapped = rule?.toLocal?.(path)
    return rule === undefined || mapped === undefined ? undefined : this.#told(rule, mapped)
  }

  /** An image that an earlier rule would take elsewhere is not where the file is. */
  #leadsBack(image: string, stashPath: string): boolean {
    const back = this.toStash(image)
    return back !== undefined && samePath(back.path, stashPath, back.ignoreCase)
  }

  #told({ name, ignoreCase, found }: Rule, path: string): MappedPath | undefined {
    return this.#silent.has(name) ? undefined : { path, rule: name, ignoreCase, ...(found === undefined ? {} : { found }) }
  }
}
