import { createHash } from 'node:crypto'
import { normalForm, spellingKey } from '../../shared/path-mapping/path-form.js'
import type { GapKind } from './gap.js'

/** 96 bits: among a million gaps two share an id with a chance of one in ten to the seventeenth. */
const ID_DIGITS = 24

/** A path as ids are made of it: one spelling for either separator and either Unicode form. */
export function pathKey(path: string): string {
  return spellingKey(normalForm(path), false)
}

/** The same kind at the same path is the same gap for ever, whoever found it: 24 hex digits. */
export function gapId(kind: GapKind, path: string): string {
  return digest(`${kind}\0${pathKey(path)}`)
}

/** For a file whose library folder is not known. Not the id of any absolute path. */
export function provisionalId(kind: GapKind, filename: string): string {
  return digest(`${kind}\0\0${pathKey(filename)}`)
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, ID_DIGITS)
}
