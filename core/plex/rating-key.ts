/** The provider's identifier, which is also the scheme of its guids. Plex allows letters, digits and dots after the prefix. */
export const IDENTIFIER = 'tv.plex.agents.custom.stash2plex'

/** A scene named for ever: a rebuilt Stash that hands the id out again gives it another creation time. */
export interface SceneKey {
  /** Digits. */
  readonly sceneId: string
  /** Unix seconds. */
  readonly createdAt: number
}

const GUID_START = `${IDENTIFIER}://movie/`
const RATING_KEY = /^([1-9]\d{0,17})-([0-9a-z]{1,8})$/u

/**
 * Makes the rating key `<scene id>-<creation time in base 36>`, the same for the scene's whole life.
 *
 * @param createdAt Unix seconds, or Stash's RFC 3339 text. A time before 1970 or no time at all counts as 0.
 */
export function ratingKeyOf(sceneId: string, createdAt: number | string): string {
  const seconds = typeof createdAt === 'number' ? createdAt : Date.parse(createdAt) / 1000
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0
  return `${sceneId}-${whole.toString(36)}`
}

/** Reads what {@link ratingKeyOf} made; undefined for every other text, other spellings of the same number included. */
export function parseRatingKey(text: string): SceneKey | undefined {
  const [, sceneId, base36] = RATING_KEY.exec(text) ?? []
  if (sceneId === undefined || base36 === undefined) return undefined
  const createdAt = Number.parseInt(base36, 36)
  return createdAt.toString(36) === base36 ? { sceneId, createdAt } : undefined
}

/** The guid under which Plex keeps the item: `tv.plex.agents.custom.stash2plex://movie/<rating key>`. */
export function guidOf(ratingKey: string): string {
  return `${GUID_START}${ratingKey}`
}

/** Reads a guid that Stash2Plex gave out; undefined for those of other agents. */
export function parseGuid(text: string): SceneKey | undefined {
  return text.startsWith(GUID_START) ? parseRatingKey(text.slice(GUID_START.length)) : undefined
}
