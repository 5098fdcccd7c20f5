import { setImmediate as nextTurn } from 'node:timers/promises'
import type { MappedPath } from '../plugin-api/paths.js'
import { normalPath } from '../text/fold.js'
import { samePath } from './path-form.js'
import type { RuleMapping } from './rule-mapping.js'

/** How many paths are tried before the event loop gets its turn: well under a millisecond of work. */
const CHUNK = 200

/** A real path that a rule did not bring back. */
export interface LostPath {
  /** The side that the path is from. */
  readonly side: 'plex' | 'stash'
  readonly path: string
  readonly became: string
  /** Undefined when nothing came back. */
  readonly back: string | undefined
}

export interface RuleCoverage {
  readonly rule: string
  /** Plex's files that the rule takes. */
  readonly plex: number
  /** Stash's files that Plex would see by the rule. */
  readonly stash: number
  /** Set when the rule does not undo itself on a real path; it should be silenced then. */
  readonly degraded: LostPath | undefined
}

export interface Coverage {
  readonly rules: readonly RuleCoverage[]
  readonly plex: { readonly files: number, readonly unmapped: number }
  readonly stash: { readonly files: number, readonly unmapped: number }
}

type Paths = Iterable<string> | AsyncIterable<string>

/**
 * Tries every rule on real paths, both ways. Works through the paths one by one and lets the event loop have its turn in
 * between, so they may be the rows of a library of any size. Rejects only if reading the paths does.
 */
export async function tryOnPaths(mapping: RuleMapping, plexPaths: Paths, stashPaths: Paths): Promise<Coverage> {
  const tally = new Tally(mapping)
  const plex = await each(plexPaths, (path) => tally.plexPath(normalPath(path)))
  const stash = await each(stashPaths, (path) => tally.stashPath(normalPath(path)))
  return { rules: tally.rules(), plex, stash }
}

/** One line a rule, for the log: `nas: 12,345 of 12,345 files in Plex, 12,345 of 13,000 in Stash`. */
export function coverageLines({ rules, plex, stash }: Coverage): string[] {
  return rules.map(({ rule, degraded, ...count }) => {
    const line = `${rule}: ${share(count.plex, plex)} files in Plex, ${share(count.stash, stash)} in Stash`
    return degraded === undefined ? line : `${line}; ${lostLine(degraded)}`
  })
}

function share(part: number, { files }: { readonly files: number }): string {
  return `${part.toLocaleString('en')} of ${files.toLocaleString('en')}`
}

function lostLine({ path, became, back }: LostPath): string {
  return `switched off, because "${path}" became "${became}" and ${back === undefined ? 'nothing' : `"${back}"`} came back`
}

async function each(paths: Paths, isMapped: (path: string) => boolean): Promise<{ files: number, unmapped: number }> {
  let files = 0
  let unmapped = 0
  for await (const path of paths) {
    if (!isMapped(path)) unmapped++
    if (++files % CHUNK === 0) await nextTurn()
  }
  return { files, unmapped }
}

interface Count {
  plex: number
  stash: number
  degraded: LostPath | undefined
}

class Tally {
  readonly #mapping: RuleMapping
  readonly #counts: ReadonlyMap<string, Count>

  constructor(mapping: RuleMapping) {
    this.#mapping = mapping
    this.#counts = new Map(mapping.rules.map(({ name }) => [name, { plex: 0, stash: 0, degraded: undefined }]))
  }

  rules(): RuleCoverage[] {
    return [...this.#counts].map(([rule, count]) => ({ rule, ...count }))
  }

  plexPath(path: string): boolean {
    const there = this.#mapping.toStash(path)
    if (there === undefined) return false
    this.#add(there.rule, 'plex')
    const images = this.#mapping.toPlex(there.path)
    if (images.some((image) => samePath(image.path, path, there.ignoreCase))) return true
    this.#lose(there.rule, { side: 'plex', path, became: there.path, back: this.#backByRule(there) })
    return true
  }

  stashPath(path: string): boolean {
    const images = this.#mapping.toPlex(path)
    for (const { rule } of images) this.#add(rule, 'stash')
    if (images.length === 0) this.#blame(path)
    return images.length > 0
  }

  /** A path without images is nobody's fault, unless a rule made an image that it then brings back to another place. */
  #blame(path: string): void {
    for (const rule of this.#mapping.rules) {
      if (this.#mapping.isSilent(rule.name)) continue
      const became = rule.toPlex(path)
      const back = became === undefined ? undefined : this.#mapping.toStash(became)
      if (became === undefined || (back !== undefined && back.rule !== rule.name)) continue
      this.#lose(rule.name, { side: 'stash', path, became, back: back?.path })
    }
  }

  #backByRule({ rule, path }: MappedPath): string | undefined {
    return this.#mapping.rules.find(({ name }) => name === rule)?.toPlex(path)
  }

  #add(rule: string, side: 'plex' | 'stash'): void {
    const count = this.#counts.get(rule)
    if (count !== undefined) count[side]++
  }

  #lose(rule: string, lost: LostPath): void {
    const count = this.#counts.get(rule)
    if (count !== undefined) count.degraded ??= lost
  }
}
