import { metadataKey } from '../../core/plex/provider-document.js'
import { ratingKeyOf } from '../../core/plex/rating-key.js'
import { sampleScene } from './sample-scenes.js'

/** Where the nth sample scene is described. */
export function metadataPath(n: number): string {
  return `${metadataKey}/${ratingKeyOf(String(n), sampleScene(n).createdAt)}`
}
