import type { ScanResult } from '../plex/scan.js'
import { sceneIn } from './verdict.js'

export const NOT_LOGGED = '(not logged)'

interface MatchLine {
  readonly matcher?: unknown
  readonly sceneId?: unknown
  readonly about?: { readonly filename?: unknown }
}

/** Learns from the provider's log lines by which matcher a file got its scene. */
export class MatcherLog {
  readonly #matchers = new Map<string, string>()

  /** Takes one log line; lines about anything else pass by. */
  take(line: object): void {
    const { matcher, sceneId, about } = line as MatchLine
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
}

function keyOf(filename: string, sceneId: string | number): string {
  return `${sceneId} ${filename.replaceAll('\\', '/').replace(/^\//, '')}`
}
