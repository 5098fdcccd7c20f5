import { absentCategories } from './categories-absent.js'
import { presentCategories } from './categories-present.js'
import { hardCategories } from './categories-hard.js'
import type { Planting } from './planting.js'

/** One kind of case in the library. */
export interface Category {
  readonly name: string
  /** Scenes that one planting adds to Stash. */
  readonly scenes: number
  /** Plantings for a thousand scenes. */
  readonly share: number
  /** Plantings in the smallest library. */
  readonly least: number
  /** Plantings wanted in any library that can hold them twenty times over. */
  readonly wanted?: number
  /** Whether an automatic match is certain, given that Plex tells sizes and that the rules are those of the library. */
  readonly certain: boolean
  /** Plants the nth case of its kind. */
  readonly plant: (into: Planting, turn: number) => void
}

/** What can be planted. */
export const categories: readonly Category[] = [...presentCategories, ...hardCategories, ...absentCategories]
