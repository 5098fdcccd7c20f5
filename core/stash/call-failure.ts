import { type CodedError, fault } from '../errors.js'

export type FailureKind = 'unreachable' | 'lost' | 'key' | 'forbidden' | 'slow' | 'busy' | 'not-ready' | 'answer' | 'panic' | 'login'

/**
 * Why a call to Stash failed, inside this room. It never holds what was sent or received, so that nothing of it can get
 * into a log; at the room's border it becomes a coded error.
 */
export class CallFailure extends Error {
  readonly kind: FailureKind
  /** A few words, safe to show. */
  readonly why: string
  /** Likely to be gone a moment later, and safe to ask again. */
  readonly passing: boolean

  constructor(kind: FailureKind, why = '', { passing = false }: { readonly passing?: boolean } = {}) {
    super(why)
    this.kind = kind
    this.why = why
    this.passing = passing
  }

  /** Whether Stash itself is away, as opposed to unwilling. */
  get outage(): boolean {
    return this.kind === 'unreachable' || this.kind === 'slow'
  }
}

export interface CallTerms {
  /** Stash's address without credentials. */
  readonly url: string
  readonly withKey: boolean
  readonly timeLimitMs: number
}

/** The coded error of a failure. It has no cause, because causes hold requests and headers. */
export function toFault({ kind, why }: CallFailure, { url, withKey, timeLimitMs }: CallTerms): CodedError {
  switch (kind) {
    case 'unreachable':
    case 'lost': return fault('S2P_STASH_UNREACHABLE', { url, why })
    case 'key': return fault('S2P_STASH_KEY_WRONG', { url, ...(withKey ? wrongKey : noKey) })
    case 'forbidden': return fault('S2P_STASH_FORBIDDEN', { url })
    case 'slow': return fault('S2P_STASH_SLOW', { url, seconds: timeLimitMs / 1000 })
    case 'busy': return fault('S2P_STASH_BUSY', { url, why })
    case 'not-ready': return fault('S2P_STASH_NOT_READY', { url, why })
    case 'login': return fault('S2P_STASH_LOGIN', { url })
    default: return fault('S2P_STASH_ANSWER', { url, why })
  }
}

const wrongKey = {
  what: 'the API key',
  mend: 'Copy it again from Stash, Settings, Security to STASH_API_KEY; or remove STASH_API_KEY if that Stash has no password, because it then refuses every key.',
}

const noKey = {
  what: 'a request without API key',
  mend: 'Set STASH_API_KEY to the key from Stash, Settings, Security.',
}
