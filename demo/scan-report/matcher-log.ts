import type { ScanResult } from '../plex/scan.js'
import { sceneIn } from './verdict.js'

export const NOT_LOGGED = '(not logged)'

interface MatchLine {
  readonly matcher?: unknown
  readonly sceneId?: unknown
  readonly match?: unknown
  readonly msg?: unknown
  readonly about?: { readonly filename?: unknown }
}

/** Learns from the provider's log lines by which matcher a file got its scene. */
export class MatcherLog {
  readonly #matchers = new Map<string, string>()
  readonly #reasons = new Map<string, string>()

  /** Takes one log line; lines about anything else pass by. */
  take(line: object): void {
    const { matcher, sceneId, about, match, msg } = line as MatchLine
    if (match === 'none' && typeof msg === 'string' && typeof about?.filename === 'string') this.#reasons.set(nameOf(about.filename), msg)
    if (typeof matcher !== 'string' || (typeof sceneId !== 'string' && typeof sceneId !== 'number')) return
    if (typeof about?.filename === 'string') this.#matchers.set(keyOf(about.filename, sceneId), matcher)
  }

  get size(): number {
    return this.#matchers.size
  }

  /** The matcher behind a result: `(none)` without a match, `(not logged)` when no line told. */
  matcherOf({ filename, outcome }: ScanResult): string {
    if (outcome.kind !== 'matched') return '(none)'
    return this.#matchers.get(keyOf(filename, sceneIn(outcome.guid)?.id ?? '')) ?? NOT_LOGGED
  }

  /** Why a file got no answer, without the numbers of the scenes. */
  whyNone({ filename }: ScanResult): string {
    const why = this.#reasons.get(nameOf(filename))?.replace(/^no match: /, '') ?? NOT_LOGGED
    return why.replaceAll(/\bscene \d+(?: at \d+)?/g, 'a scene').replaceAll(/\b\d+ by\b/g, '… by').slice(0, 160)
  }
}

function keyOf(filename: string, sceneId: string | number): string {
  return `${sceneId} ${nameOf(filename)}`
}

function nameOf(filename: string): string {
  return filename.replaceAll('\\', '/').replace(/^\//, '')
}
