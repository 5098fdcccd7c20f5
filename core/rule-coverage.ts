import type { Logger } from '../shared/plugin-api/index.js'
import { coverageLines, tryOnPaths, type Coverage } from '../shared/path-mapping/index.js'
import type { LiveMapping } from './live-mapping.js'

/** A copy of what one side holds; worth trying rules on once it is complete. */
interface Listed {
  readonly complete: boolean
  /** In portions, so that nobody has to wait for the last one. */
  paths(): Iterable<string>
}

export interface RuleCoverageOptions {
  /** Its rules are tried; those that do not hold on real paths are silenced in it. */
  readonly mapping: LiveMapping
  readonly stash: Listed
  /** Undefined when Plex is not configured. */
  readonly plex: Listed | undefined
  readonly log: Logger
  /** How often to look whether both sides are listed, and how long a finding holds, milliseconds; 2,000 and a day when absent. */
  readonly lookEveryMs?: number
  readonly againAfterMs?: number
}

const day = 86_400_000

/** Tries the rules on every real path, tells how many files each one covers, and silences those that lead astray. */
export class RuleCoverageWatch {
  readonly #o: RuleCoverageOptions
  #timer: NodeJS.Timeout | undefined
  #closed = false
  #running: Promise<void> = Promise.resolve()

  constructor(options: RuleCoverageOptions) {
    this.#o = options
  }

  /** Looks when both sides are listed, and once a day from then on. */
  start(): void {
    this.#wait(0)
  }

  /** Ends what is under way; nothing is read afterwards. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#running
  }

  #wait(ms: number): void {
    if (this.#closed) return
    this.#timer = setTimeout(() => { this.#running = this.#look() }, ms).unref()
  }

  async #look(): Promise<void> {
    const { stash, plex, log, lookEveryMs = 2_000, againAfterMs = day } = this.#o
    if (!stash.complete || plex?.complete === false) return this.#wait(lookEveryMs)
    try {
      await this.#try()
    } catch (error) {
      log.warn({ err: error }, 'the path mapping rules could not be tried on the real paths')
    }
    return this.#wait(againAfterMs)
  }

  async #try(): Promise<void> {
    const { mapping, stash, plex } = this.#o
    const { rules } = mapping
    const coverage = await tryOnPaths(rules, this.#whileOpen(plex?.paths() ?? []), this.#whileOpen(stash.paths()))
    // Rules that were found meanwhile have been tried on every path before.
    if (this.#closed || rules !== mapping.rules) return
    mapping.silence(coverage.rules.filter(({ degraded }) => degraded !== undefined).map(({ rule }) => rule))
    this.#say(coverage)
  }

  * #whileOpen(paths: Iterable<string>): Generator<string> {
    for (const path of paths) {
      if (this.#closed) return
      yield path
    }
  }

  #say({ rules, ...totals }: Coverage): void {
    const { log, plex } = this.#o
    // Paths go into `about` alone, which is left out when the log may not show them.
    for (const line of coverageLines({ ...totals, rules: rules.map((rule) => ({ ...rule, degraded: undefined })) })) log.info(`path mapping rule ${line}`)
    if (plex !== undefined && totals.plex.unmapped > 0) log.info(`path mapping: ${totals.plex.unmapped.toLocaleString('en')} of ${totals.plex.files.toLocaleString('en')} files in Plex lie under no rule; they are matched by their names only`)
    for (const { rule, degraded } of rules) {
      if (degraded === undefined) continue
      log.error({ rule, about: degraded }, `path mapping rule ${rule} is switched off: a real path does not come back when it is mapped there and back. What it covers is matched by names only. Make its two directions undo each other.`)
    }
  }
}
