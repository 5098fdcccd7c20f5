import type { Awaitable, CallContext } from './call-context.js'

/** What the bytes of a file say. */
export interface LocalFile {
  /** The OpenSubtitles hash as Stash makes it: 16 hex digits. */
  readonly oshash: string
  /** Bytes. */
  readonly size: number
}

/**
 * `absent`: surely no such file. `unknown`: that cannot be said, for nobody may read there, the media is not mounted at this
 * moment, or reading takes too long.
 */
export type LocalFacts = LocalFile | 'absent' | 'unknown'

/**
 * Reads files of this machine, for whoever asks `host.localFiles`. A reader keeps to the folders that it was given, reads a
 * file once until it changes, and never asks `host.localFiles` itself.
 *
 * @example
 * host.addFileReader({ fingerprint: (path) => known.get(path) ?? 'unknown' })
 */
export interface FileReader {
  /** Shown in logs and at `GET /plugins`; the plugin's id when absent. */
  readonly name?: string
  /** Lower is asked earlier; 50 when absent. The order of plugins in the configuration comes first. */
  readonly order?: number
  /** `localPath` is absolute, on this machine. Throwing or rejecting is safe: it counts as `unknown`. */
  fingerprint(localPath: string, ctx: CallContext): Awaitable<LocalFacts>
}

/** The files of this machine, as the plugins that read files know them. No file is read unless one of those is in use. */
export interface LocalFiles {
  /** False when no plugin reads files: every answer is `unknown` then. Settled once all plugins are registered. */
  readonly readable: boolean
  /** The first reader that knows answers. Never rejects; whoever asks for the same path meanwhile shares the answer. */
  fingerprint(localPath: string, signal?: AbortSignal): Promise<LocalFacts>
}
