import { hash } from 'node:crypto'
import { nfc, normalPath } from '../../shared/text/fold.js'
import type { GapKind } from './gap.js'

/** 96 bits: among a million gaps two share an id with a chance of one in ten to the seventeenth. */
const ID_DIGITS = 24

/** Whose path it is; `somewhere` is a path of Plex below a library folder that is not known. */
export type PathSide = 'plex' | 'stash' | 'somewhere'

/** A path as ids are made of it: one spelling for either separator and either Unicode form. */
export function pathKey(path: string): string {
  return nfc(normalPath(path))
}

/** The same kind at the same path is the same gap for ever, whoever found it: 24 hex digits. */
export function gapId(kind: GapKind, path: string, side: PathSide = sideOf(kind)): string {
  return digest(`${kind}\0${side}\0${pathKey(path)}`)
}

/** What gaps of different kinds at one path have in common. */
export function placeId(side: PathSide, path: string): string {
  return digest(`${side}\0${pathKey(path)}`)
}

/** The side that has the file. */
export function sideOf(kind: GapKind): 'plex' | 'stash' {
  return kind === 'missing-in-plex' ? 'stash' : 'plex'
}

function digest(text: string): string {
  return hash('sha256', text, 'hex').slice(0, ID_DIGITS)
}
