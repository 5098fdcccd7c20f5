import type { CallContext, LocalFile, MatchHints, PluginHost } from '../../shared/plugin-api/index.js'
import { localBytesOf } from './local-bytes.js'
import { plexSizeOf, type PlexSize } from './plex-size.js'

/** Milliseconds; below the core's limit for a matcher, so that what was found otherwise is still told. */
const patience = 3000

/** What others than the name tell about the file that Plex asks about. */
export interface Witnesses {
  readonly size: PlexSize
  /** What its own bytes say; undefined where they cannot be read. */
  readonly bytes: LocalFile | undefined
}

export type WitnessesOf = (hints: MatchHints, ctx: CallContext) => Promise<Witnesses>

/** Asks once a request, whichever matcher wants to know first. */
export function rememberedWitnesses({ plex, localFiles }: Pick<PluginHost, 'plex' | 'localFiles'>): WitnessesOf {
  const told = new WeakMap<MatchHints, Promise<Witnesses>>()
  const ask = async ({ places }: MatchHints, ctx: CallContext): Promise<Witnesses> => {
    const signal = ctx.signalWithin(patience)
    const [size, bytes] = await Promise.all([plexSizeOf(plex, places, signal), localBytesOf(localFiles, places, signal)])
    return { size, bytes }
  }
  return (hints, ctx) => {
    const answer = told.get(hints) ?? ask(hints, ctx)
    told.set(hints, answer)
    return answer
  }
}
