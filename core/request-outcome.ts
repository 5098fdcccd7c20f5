import 'fastify'

/**
 * What became of a request, for its line in the log: fields of a plain object. Texts that could tell what is in the library
 * are under `titles` alone, so that they can be left out.
 */
export interface RequestOutcome {
  /** For example `matched`, `choices`, `no match`, `unknown`, `refused`, `described`, `images`, `empty`. */
  readonly kind: string
  /** The matcher that was certain. */
  readonly by?: string
  /** Why it matched, why it did not, or why nothing can be said. May hold names. */
  readonly why?: string
  readonly sceneIds?: readonly string[]
  /** True when Stash failed and an earlier copy was served. */
  readonly stale?: boolean
  readonly titles?: { readonly title?: string, readonly filename?: string }
  /** The match pipeline's own record of who was asked and what was said. */
  readonly trace?: unknown
}

declare module 'fastify' {
  interface FastifyRequest {
    outcome?: RequestOutcome
  }
}
