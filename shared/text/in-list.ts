import type { Listed, Named } from '../plugin-api/text.js'
import { globs } from './globs.js'

const always = (): boolean => true
const never = (): boolean => false

/**
 * Whether something with an id and a name is in a list of ids (numbers), names and globs (texts).
 *
 * @throws CodedError `S2P_GLOB_INVALID`
 */
export function inList(list: readonly Listed[]): (thing: Named) => boolean {
  if (list.length === 0) return never
  if (list.includes('*')) return always
  const texts = list.filter((entry) => typeof entry === 'string')
  const ids = new Set(list.filter((entry) => typeof entry === 'number').map(String))
  const names = new Set(texts.map(folded))
  const matches = globs(texts.filter((text) => /[*?]/.test(text)).map(flat))
  return ({ id, name }) => ids.has(id) || names.has(folded(name)) || matches(flat(name))
}

function folded(name: string): string {
  return name.normalize('NFC').trim().toLowerCase()
}

/** A name is no path: its slashes are letters like others, so that `*` stands for them, too. Globs read no more than 512. */
function flat(name: string): string {
  return name.trim().slice(0, 512).replaceAll(/[/\\]/g, '∕')
}
