import type { LocalFacts, LocalFiles, Logger } from '../../shared/plugin-api/index.js'
import { untilAborted } from '../../shared/until-aborted.js'
import { callCapability, type Registered } from './registered.js'

export interface LocalFileReadersOptions {
  /** In the order in which they are asked. Asked late: the first plugins get their host before the last are registered. */
  readonly readers: () => readonly Registered<'fileReader'>[]
  readonly log: Logger
}

/** What plugins may ask of this machine's files, answered by the plugins that read them. */
export class LocalFileReaders implements LocalFiles {
  readonly #o: LocalFileReadersOptions
  readonly #asked = new Map<string, Promise<LocalFacts>>()

  constructor(options: LocalFileReadersOptions) {
    this.#o = options
  }

  get readable(): boolean {
    return this.#o.readers().length > 0
  }

  async fingerprint(localPath: string, signal?: AbortSignal): Promise<LocalFacts> {
    if (!this.readable || signal?.aborted === true) return 'unknown'
    const answer = this.#shared(localPath)
    return signal === undefined ? await answer : await untilAborted(signal, answer).catch(() => 'unknown' as const)
  }

  /** One reading for all who ask at once. It runs under its own time limit: one who gives up must not take it from the others. */
  #shared(localPath: string): Promise<LocalFacts> {
    const asked = this.#asked.get(localPath) ?? this.#ask(localPath).finally(() => { this.#asked.delete(localPath) })
    this.#asked.set(localPath, asked)
    return asked
  }

  async #ask(localPath: string): Promise<LocalFacts> {
    for (const reader of this.#o.readers()) {
      const outcome = await callCapability(reader, { run: (context) => reader.capability.fingerprint(localPath, context()), log: this.#o.log })
      if (outcome.ok && outcome.value !== 'unknown') return outcome.value
    }
    return 'unknown'
  }
}
