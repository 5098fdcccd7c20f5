import type { PathMappingRuleOptions } from '../../shared/path-mapping/rule-options.js'

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'

/** One entry of the `plugins` list: a plugin by id, in the wanted order, with its options. */
export interface PluginEntry {
  readonly id: string
  readonly enabled: boolean
  readonly options: Readonly<Record<string, unknown>>
}

/** The whole checked configuration, environment and file put together. */
export interface Config {
  readonly stash: { readonly url: string, readonly apiKey: string | undefined }
  readonly plex: { readonly url: string, readonly token: string } | undefined
  /** Where pictures are asked for; no slash at the end. */
  readonly publicUrl: string | undefined
  /** The address given to Plex, when it is not {@link Config.publicUrl}; no slash at the end, without the provider token. */
  readonly providerUrl: string | undefined
  /** Addresses and networks, `loopback`, `private`. */
  readonly trustProxy: readonly string[]
  readonly host: string
  readonly port: number
  readonly logLevel: LogLevel
  /** False keeps titles and paths out of the log. */
  readonly logTitles: boolean
  readonly dataDir: string
  readonly pluginsDir: string
  readonly apiKey: string | undefined
  readonly providerToken: string | undefined
  /** Undefined when the file does not mention them; an empty list is a decision. */
  readonly pathMappings: readonly PathMappingRuleOptions[] | undefined
  readonly library: {
    /** Plex's library folders, for when Plex itself cannot be asked. */
    readonly roots: readonly string[]
    /** Whether Plex's file names begin with the library folder's own name. */
    readonly filenames: 'auto' | 'relative' | 'with-folder'
  }
  readonly plugins: readonly PluginEntry[]
  readonly match: {
    readonly adult: 'ignore' | 'require'
    /** What a scene must have to be answered without a person looking. */
    readonly require: { readonly organized: boolean, readonly stashId: boolean, readonly url: boolean }
  }
  readonly gaps: {
    /** `manual`, `hourly`, `daily`, `weekly` or a cron expression. */
    readonly schedule: string
    /** Titles or ids of sections; none for those that we serve. */
    readonly sections: readonly string[]
    /** Glob patterns. */
    readonly ignore: readonly string[]
  }
  readonly sync: {
    /** Milliseconds from one look at what changed in Stash to the next. */
    readonly changesEveryMs: number
    /** Milliseconds from one comparison of the whole catalog with Stash to the next. */
    readonly sweepEveryMs: number
  }
  readonly metadata: { readonly missingDate: 'file' | 'none', readonly contentRating: string, readonly galleries: boolean }
}
