import { normalPath } from '../../shared/text/fold.js'
import type { Suggestion } from './suggestion.js'

/** Of the files that both libraries hold, the rules must explain this share. */
const OF_BOTH = 0.95
/** And of all files of Plex this one: where more has no like in Stash, somebody should look before anything is done. */
const OF_ALL = 5 / 6

/** Why rules are not put in force without a person looking, in words; undefined when they may be. */
export function obstacleTo({ rules, refused, files }: Suggestion): string | undefined {
  const { plex, explained, sizesAgree, contradicted, elsewhere } = files
  if (rules.length === 0) return plex === 0 ? 'Plex lists no files' : whyNone(refused.length)
  if (sizesAgree < explained * OF_BOTH) return `Plex tells the sizes of only ${share(sizesAgree, explained)}`
  const both = explained + contradicted + elsewhere
  if (explained < both * OF_BOTH) return `they explain only ${share(explained, both)} that both libraries hold`
  return explained < plex * OF_ALL ? `they explain only ${share(explained, plex)} of Plex` : undefined
}

function whyNone(refused: number): string {
  return refused > 0 ? 'folders of Plex and Stash correspond by their names, but their files differ in size' : 'no folder of Plex corresponds to one of Stash as a whole'
}

/** Whether Plex and Stash see every file at the same path. */
export function isSamePath({ rules }: Pick<Suggestion, 'rules'>): boolean {
  return rules.length > 0 && rules.every(({ rule }) => normalPath(rule.plex) === normalPath(rule.stash))
}

/** `981 of 996 files (98.5 %)`. */
export function share(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : Math.floor(1000 * part / whole) / 10
  return `${part.toLocaleString('en')} of ${whole.toLocaleString('en')} files (${percent} %)`
}
