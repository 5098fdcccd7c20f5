import { CodedError } from '../../errors.js'

/** `note`: worth knowing, and nothing is broken. `skipped`: could not be looked at. */
export type Verdict = 'fine' | 'note' | 'fault' | 'skipped'

export interface Finding {
  /** What was looked at, for the left column. */
  readonly about: string
  readonly verdict: Verdict
  readonly says: string
  /** What to do about it. */
  readonly mend?: string
}

/** The findings on one subject, each begun with its name. */
export function findingsOn(about: string) {
  return {
    fine: (says: string): Finding => ({ about, verdict: 'fine', says }),
    note: (says: string, mend?: string): Finding => ({ about, verdict: 'note', says, ...mend === undefined ? {} : { mend } }),
    fault: (says: string, mend: string): Finding => ({ about, verdict: 'fault', says, mend }),
    skipped: (says: string): Finding => ({ about, verdict: 'skipped', says }),
    /** Our errors say in their last sentences what to do. */
    failed: (error: unknown): Finding => failed(about, error),
  }
}

function failed(about: string, error: unknown): Finding {
  const message = error instanceof Error ? error.message : String(error)
  const says = error instanceof CodedError ? `${message} (${error.code})` : message
  const [, mend] = /^.*?[.)]\s+([A-Z].*)$/s.exec(message) ?? []
  return { about, verdict: 'fault', says, mend: mend ?? 'See docs/guides/troubleshooting.md.' }
}
