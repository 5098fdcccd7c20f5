import { MatcherLog } from '../scan-report/matcher-log.js'

/** Reads what the provider writes: which matcher did it, and whether a secret ever slips out. */
export class LogWatch {
  readonly matchers = new MatcherLog()
  /** Names of secrets that stood in a line. */
  readonly leaked = new Set<string>()
  readonly #secrets: Readonly<Record<string, string>>

  /** @param secrets By the name to report them under. */
  constructor(secrets: Readonly<Record<string, string>>) {
    this.#secrets = secrets
  }

  take(line: string): void {
    for (const [name, secret] of Object.entries(this.#secrets)) if (line.includes(secret)) this.leaked.add(name)
    if (!line.startsWith('{')) return
    try {
      this.matchers.take(JSON.parse(line) as object)
    } catch {
      // A line that is no JSON is not about a match.
    }
  }
}
