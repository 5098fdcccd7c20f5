/** A rule that is ready for use. All paths are in normal form; undefined means that the rule does not cover the path. */
export interface Rule {
  readonly name: string
  readonly ignoreCase: boolean
  /** Found by comparing both libraries, and written by nobody. */
  readonly found?: true
  /** Where this machine has the rule's folder. */
  readonly localFolder?: string | undefined
  toStash(plexPath: string): string | undefined
  toPlex(stashPath: string): string | undefined
  /** Absent when this machine sees nothing of what the rule covers. */
  toLocal?(plexPath: string): string | undefined
}

/** A rule, or everything that is wrong with it; a fault is one line without the rule's name. */
export interface RuleDraft {
  readonly rule?: Rule
  readonly faults: readonly string[]
  /** Worth a line in the log, but no reason to stop. */
  readonly notes?: readonly string[]
}
