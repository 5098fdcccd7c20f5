import type { PluginHost } from './host.js'

/** A JSON Schema (draft 2020-12 or 7) for a plugin's options. Write it as a plain object. */
export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * A plugin: the default export of `<id>.mjs`, or of `index.js` in a folder named `<id>`, in the plugins folder.
 * Import nothing from Stash2Plex but types; whatever you need at run time the host hands you.
 *
 * @example
 * export default {
 *   id: 'my-matcher',
 *   apiVersion: 1,
 *   register(host) {
 *     host.addMatcher({ match: () => [] })
 *   },
 * }
 */
export interface Plugin<Config = unknown> {
  /** kebab-case, unique, the same as the file's or folder's name. */
  readonly id: string
  readonly apiVersion: 1
  /** False for a bundled plugin that runs only when the configuration names it. A drop-in always must be named. */
  readonly enabledByDefault?: boolean
  /** Checks the options that the configuration gives, and fills defaults, before {@link Plugin.register}. */
  readonly configSchema?: JsonSchema
  /**
   * Declares what the plugin brings, by the host's `add…` functions; afterwards they are closed. Nothing is asked of the
   * plugin yet, and the catalog may still be empty.
   */
  register(host: PluginHost, config: Config): void | Promise<void>
}
