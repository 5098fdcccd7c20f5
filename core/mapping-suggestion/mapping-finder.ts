import type { FolderRuleOptions } from '../../shared/path-mapping/index.js'
import type { Logger } from '../../shared/plugin-api/index.js'
import { fault } from '../errors.js'
import type { FoundRulesStore } from './found-rules-store.js'
import { droppedWords, foundWords, howToKeep, samePathWords, stillFoundWords, unreliableWords } from './finder-words.js'
import { isSamePath, obstacleTo } from './may-apply.js'
import type { Suggestion } from './suggestion.js'

export interface MappingFinderOptions {
  /** Whether rules may be put in force: no rules are configured, not even an empty list. */
  readonly automatic: boolean
  readonly mapping: { readonly found: readonly FolderRuleOptions[] | undefined, adopt(rules: readonly FolderRuleOptions[] | undefined): void }
  readonly store: Pick<FoundRulesStore, 'load' | 'save' | 'forget'>
  readonly stash: { readonly complete: boolean }
  /** Undefined when Plex is not configured. */
  readonly plex: { readonly complete: boolean, sections(): readonly { readonly id: string, readonly locations: readonly string[] }[] } | undefined
  /** How much both libraries hold, roughly: a number that grows when they do. */
  readonly amount: () => number
  /** Compares both listings, on a thread of its own. */
  readonly suggest: (signal: AbortSignal) => Promise<Suggestion>
  readonly log: Logger
  /** False keeps folders out of the log's messages. */
  readonly showPaths: boolean
  /** How often to look whether there is something to compare, and how long a comparison is good for, milliseconds. */
  readonly lookEveryMs?: number
  readonly againAfterMs?: number
}

/** Where the rules in force come from, for the health report. */
export interface MappingState {
  readonly found: readonly FolderRuleOptions[] | undefined
  /** Unix seconds. */
  readonly foundAt: number | undefined
  /** Why what was found is not in force; undefined when it is, or while nothing was compared. */
  readonly obstacle: string | undefined
  /** What the last comparison proposes, in force or not. */
  readonly suggested: readonly FolderRuleOptions[] | undefined
}

const day = 86_400_000
const quarter = 900_000
/** More files than before by this factor are worth another comparison. */
const grown = 1.1
/** Comparing takes at most this part of the time. */
const part = 10

/**
 * Finds path mapping rules where nobody wrote any: compares both libraries once both are listed completely, puts the rules in
 * force when they explain nearly everything, and compares again from time to time and when Plex's libraries change.
 */
export class MappingFinder {
  readonly #o: MappingFinderOptions
  readonly #closing = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<Suggestion> | undefined
  #looking: Promise<void> = Promise.resolve()
  #sections: string | undefined
  #again = 0
  #notBefore = 0
  #amount = 0
  #foundAt: number | undefined
  #last: { readonly rules: readonly FolderRuleOptions[], readonly obstacle: string | undefined } | undefined
  #said = ''

  constructor(options: MappingFinderOptions) {
    this.#o = options
  }

  /** Puts the rules in force that were before a restart. */
  restore(): void {
    const { automatic, plex, store, mapping } = this.#o
    const before = automatic && plex !== undefined ? store.load() : undefined
    if (before === undefined) return
    this.#foundAt = before.foundAt
    mapping.adopt(before.rules)
  }

  /** Looks from now on whether rules can be found. */
  start(): void {
    if (!this.#o.automatic || this.#o.plex === undefined) return
    const { mapping: { found }, log, showPaths } = this.#o
    if (found !== undefined) log.warn(`${stillFoundWords(this.#foundAt)} ${howToKeep(found, showPaths)}`)
    this.#wait(0)
  }

  state(): MappingState {
    return { found: this.#o.mapping.found, foundAt: this.#foundAt, obstacle: this.#last?.obstacle, suggested: this.#last?.rules }
  }

  /**
   * Compares both libraries now; who asks meanwhile gets the same answer.
   * @throws `S2P_PLEX_NOT_CONFIGURED`, `S2P_SUGGESTION_TOO_EARLY`
   */
  async suggestion(): Promise<Suggestion> {
    const { plex, stash, suggest } = this.#o
    if (plex === undefined) throw fault('S2P_PLEX_NOT_CONFIGURED', {})
    if (!stash.complete) throw fault('S2P_SUGGESTION_TOO_EARLY', { library: 'Stash' })
    if (!plex.complete) throw fault('S2P_SUGGESTION_TOO_EARLY', { library: 'Plex' })
    this.#running ??= suggest(this.#closing.signal).finally(() => { this.#running = undefined })
    return await this.#running
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#closing.abort()
    await Promise.allSettled([this.#looking, this.#running])
  }

  #wait(ms: number): void {
    if (this.#closing.signal.aborted) return
    this.#timer = setTimeout(() => { this.#looking = this.#look() }, ms).unref()
  }

  async #look(): Promise<void> {
    const { lookEveryMs = 2_000, log } = this.#o
    try {
      if (this.#isDue()) await this.#find()
    } catch (error) {
      this.#notBefore = this.#again = performance.now() + quarter
      if (!this.#closing.signal.aborted) log.warn({ err: error }, 'no path mapping rules could be looked for')
    }
    this.#wait(lookEveryMs)
  }

  #isDue(): boolean {
    const { stash, plex, mapping, amount } = this.#o
    if (!stash.complete || plex?.complete !== true) return false
    if (performance.now() < this.#notBefore) return false
    return JSON.stringify(plex.sections()) !== this.#sections || performance.now() > this.#again || (mapping.found === undefined && amount() > this.#amount * grown)
  }

  async #find(): Promise<void> {
    const { mapping, plex, amount, againAfterMs } = this.#o
    const [started, seen, sections] = [performance.now(), amount(), JSON.stringify(plex?.sections())]
    const suggestion = await this.suggestion()
    if (this.#closing.signal.aborted) return
    const obstacle = isSamePath(suggestion) ? undefined : obstacleTo(suggestion)
    this.#last = { rules: suggestion.rules.map(({ rule }) => rule), obstacle }
    await this.#conclude(suggestion, obstacle)
    const now = performance.now()
    this.#sections = sections
    this.#amount = seen
    this.#notBefore = now + part * (now - started)
    this.#again = now + (againAfterMs ?? (mapping.found === undefined ? quarter : day))
  }

  async #conclude(suggestion: Suggestion, obstacle: string | undefined): Promise<void> {
    const { found } = this.#o.mapping
    if (isSamePath(suggestion)) {
      if (found !== undefined) await this.#drop('Plex and Stash see the same paths now')
      return this.#once('info', samePathWords)
    }
    if (obstacle === undefined) return await this.#adopt(suggestion)
    if (found?.some((rule) => isRefused(rule, suggestion)) === true) return await this.#drop('the files that they lead to have other sizes now')
    this.#once('warn', unreliableWords(obstacle, found !== undefined))
  }

  async #adopt({ rules, files }: Suggestion): Promise<void> {
    const { mapping, store, log, showPaths } = this.#o
    const fresh = rules.map(({ rule }) => rule)
    if (JSON.stringify(mapping.found) === JSON.stringify(fresh)) return
    this.#foundAt = Math.floor(Date.now() / 1000)
    mapping.adopt(fresh)
    log.warn({ rules: fresh.length, ...files }, `${foundWords(files)} ${howToKeep(fresh, showPaths)}`)
    await store.save({ rules: fresh, foundAt: this.#foundAt })
  }

  async #drop(why: string): Promise<void> {
    const { mapping, store, log } = this.#o
    mapping.adopt(undefined)
    this.#foundAt = undefined
    log.warn(droppedWords(why))
    await store.forget()
  }

  /** The same finding is told once. */
  #once(level: 'info' | 'warn', line: string): void {
    if (this.#said === line) return
    this.#said = line
    this.#o.log[level](line)
  }
}

function isRefused({ plex, stash }: FolderRuleOptions, { refused }: Suggestion): boolean {
  return refused.some(({ rule }) => rule.plex === plex && rule.stash === stash)
}
