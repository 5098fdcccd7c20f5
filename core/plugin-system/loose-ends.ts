import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Logger } from '../../shared/plugin-api/index.js'
import { fault } from '../errors.js'
import { plainError, textOfThrown } from './thrown.js'

/** Milliseconds. */
const quietFor = 60_000
const mostRemembered = 100

export interface LooseEndsOptions {
  /** The folders that plugins lie in. */
  readonly folders: readonly string[]
  readonly log: Logger
}

/**
 * Knows which errors that nobody caught are a plugin's: a promise that it let go of, a timer or socket of its own. They
 * concern nothing but the plugin, so they are logged and the work goes on.
 */
export class LooseEnds {
  readonly #roots: readonly string[]
  readonly #log: Logger
  /** When each error was told last, on the clock of `performance.now()`. */
  readonly #told = new Map<string, number>()

  constructor({ folders, log }: LooseEndsOptions) {
    this.#roots = folders.flatMap((folder) => [folder, pathToFileURL(folder).href]).map((root) => root.replace(/\/*$/, '/'))
    this.#log = log
  }

  /** True when the error is a plugin's, and has been told of. Never throws. */
  take(thrown: unknown): boolean {
    const plugin = this.#pluginOf(thrown)
    if (plugin === undefined) return false
    const told = fault('S2P_PLUGIN_LOOSE_END', { plugin, why: textOfThrown(thrown) }, plainError(thrown))
    this.#log[this.#isNews(told.message) ? 'error' : 'debug']({ err: told, plugin }, told.message)
    return true
  }

  /** A plugin that lets the same error go at every call must not fill the log. */
  #isNews(message: string): boolean {
    const now = performance.now()
    const toldAt = this.#told.get(message)
    if (toldAt !== undefined && now - toldAt < quietFor) return false
    if (this.#told.size >= mostRemembered) this.#told.clear()
    this.#told.set(message, now)
    return true
  }

  #pluginOf(thrown: unknown): string | undefined {
    const { stack = '' } = plainError(thrown)
    for (const line of stack.split('\n')) {
      const root = this.#roots.find((each) => line.includes(each))
      if (root !== undefined) return idIn(line.slice(line.indexOf(root) + root.length))
    }
    return undefined
  }
}

/** `my-matcher` of `my-matcher.mjs:3:9)` and of `my-matcher/index.js:3:9)`. */
function idIn(rest: string): string {
  return /^[\w-]+/.exec(rest)?.[0] ?? 'unknown'
}

/**
 * Has errors that nobody caught go to the loose ends first. What is thrown by no plugin ends the process as it always did; a
 * rejection never does: a plugin may have let go of a promise of ours, and then it bears no trace of the plugin.
 */
export function containLooseEnds(looseEnds: LooseEnds, log: Logger): void {
  process.on('unhandledRejection', (reason) => {
    if (!looseEnds.take(reason)) log.error({ err: plainError(reason) }, `a promise was rejected and nobody had waited for it: ${textOfThrown(reason)}`)
  })
  process.setUncaughtExceptionCaptureCallback((error) => {
    if (looseEnds.take(error)) return
    const emitter: NodeJS.EventEmitter = process
    if (!emitter.emit('uncaughtException', error, 'uncaughtException')) throw error
  })
}

/** The folder of the bundled plugins as it is built, and as source maps name it. */
export function bundledFolders(built: URL): readonly string[] {
  return [fileURLToPath(built), fileURLToPath(built).replace(/\bdist[/\\]plugins/, 'plugins')]
}
