import type { SceneMetadata } from '../../shared/domain/scene-metadata.js'
import { toPlexMetadata } from './mapper.js'
import type { ImageAddress } from './mapper.js'

export interface Described {
  readonly ratingKey: string
  readonly metadata: SceneMetadata
}

/** Where pictures are asked for; undefined when no address can be made. */
export interface Pictures {
  readonly base: string | undefined
  readonly address: ImageAddress
}

interface Finished extends Pick<Pictures, 'base'> {
  readonly ratingKey: string
  readonly json: string
}

/**
 * Items as Plex gets them, as JSON text. Plex asks for one several times in a row, so a text is kept for as long as the
 * description that it was made of; pictures at another address make it anew.
 */
export class FinishedItems {
  readonly #finished = new WeakMap<SceneMetadata, Finished>()

  json({ ratingKey, metadata }: Described, { base, address }: Pictures): string {
    const known = this.#finished.get(metadata)
    if (known?.base === base && known?.ratingKey === ratingKey) return known.json
    const json = JSON.stringify(toPlexMetadata(ratingKey, metadata, address))
    this.#finished.set(metadata, { base, ratingKey, json })
    return json
  }
}
