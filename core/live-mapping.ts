import { foundRules, type FolderRuleOptions, type RuleMapping } from '../shared/path-mapping/index.js'
import type { MappedPath, PathMapping } from '../shared/plugin-api/paths.js'

/** The mapping in force. Rules that fail on real paths are silenced, and rules may be found, while everybody keeps the same object. */
export class LiveMapping implements PathMapping {
  readonly #configured: RuleMapping
  #rules: RuleMapping
  #current: RuleMapping
  #found: readonly FolderRuleOptions[] | undefined
  #version = 0

  /** @param configured Or what stands in for rules where none are configured. */
  constructor(configured: RuleMapping) {
    this.#configured = configured
    this.#rules = configured
    this.#current = configured
  }

  /** Every rule, silenced or not. */
  get rules(): RuleMapping {
    return this.#rules
  }

  get current(): RuleMapping {
    return this.#current
  }

  /** The rules that nobody wrote, while they are in force. */
  get found(): readonly FolderRuleOptions[] | undefined {
    return this.#found
  }

  /** Another number whenever paths may lead elsewhere. */
  get version(): number {
    return this.#version
  }

  get localFolders(): readonly string[] {
    return this.#current.localFolders
  }

  /** Puts rules that were found in the place of the configured ones; undefined takes them out again. */
  adopt(found: readonly FolderRuleOptions[] | undefined): void {
    this.#found = found
    this.#rules = found === undefined ? this.#configured : foundRules(found)
    this.#current = this.#rules
    this.#version++
  }

  /** From now on these rules, and no others, map to nothing. */
  silence(ruleNames: readonly string[]): void {
    if (this.#rules.rules.every(({ name }) => this.#current.isSilent(name) === ruleNames.includes(name))) return
    this.#current = this.#rules.without(ruleNames)
    this.#version++
  }

  toStash(plexPath: string): MappedPath | undefined {
    return this.#current.toStash(plexPath)
  }

  toPlex(stashPath: string): readonly MappedPath[] {
    return this.#current.toPlex(stashPath)
  }

  toLocal(plexPath: string): MappedPath | undefined {
    return this.#current.toLocal(plexPath)
  }
}
