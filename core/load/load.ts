import type { Logger } from '../../shared/plugin-api/index.js'
import { loadLimits, type LoadKind, type LoadLimits } from './limits.js'
import { RequestsAtWork } from './requests-at-work.js'
import { ShedLog } from './shed-log.js'
import { WaitingRoom } from './waiting-room.js'

export interface LoadOptions {
  readonly log: Logger
  /** Told of every request that is refused. Must not throw. */
  readonly onShed?: (kind: LoadKind, reason: string) => void
  readonly limits?: LoadLimits
}

/** How much is asked of us at this moment, and how much may be. */
export class Load {
  readonly limits: LoadLimits
  readonly atWork = new RequestsAtWork()
  readonly shedLog: ShedLog
  /** For matches that need news from Stash: what the catalog knows is answered beside it. */
  readonly waitingMatches: WaitingRoom

  constructor({ log, onShed, limits = loadLimits }: LoadOptions) {
    this.limits = limits
    this.shedLog = new ShedLog({ log, onShed })
    this.waitingMatches = new WaitingRoom(limits.waitingMatches)
  }
}
