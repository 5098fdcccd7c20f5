import type { StashClient } from './client.js'
import { documents } from './documents.js'
import { listOf, object, text } from './json.js'
import { untilAborted } from '../../shared/until-aborted.js'

/** What this Stash can do beyond 0.24, as its own schema says. */
export interface StashFeatures {
  /** Look-up of a file by path, over an index; since 0.29. */
  readonly findFile: boolean
  /** Scenes by what changed in their files; since 0.30. */
  readonly filesFilter: boolean
  /** Groups in place of movies; since 0.27. */
  readonly groups: boolean
}

/** Asks once and remembers, until told to forget. */
export class FeatureProbe {
  readonly #client: StashClient
  #known: Promise<StashFeatures> | undefined

  constructor(client: StashClient) {
    this.#client = client
  }

  /** Callers share one question, so it does not end when one of them gives up. */
  async features(signal: AbortSignal | undefined): Promise<StashFeatures> {
    const asked = this.#known ??= this.#ask()
    asked.catch(() => this.#known === asked && this.forget())
    return await (signal ? untilAborted(signal, asked) : asked)
  }

  forget(): void {
    this.#known = undefined
  }

  async #ask(): Promise<StashFeatures> {
    const { query, scene, sceneFilter } = await this.#client.request<Record<string, unknown>>(documents.features, {})
    return {
      findFile: names(query, 'fields').has('findFile'),
      filesFilter: names(sceneFilter, 'inputFields').has('files_filter'),
      groups: names(scene, 'fields').has('groups'),
    }
  }
}

function names(type: unknown, fields: string): ReadonlySet<string> {
  return new Set(listOf(object(type)?.[fields], ({ name }) => text(name)))
}
