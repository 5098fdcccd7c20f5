import { isAbsolute } from './path-form.js'
import type { Rule } from './rule.js'

const same = (path: string): string | undefined => isAbsolute(path) ? path : undefined

/** The rule of an installation that configures none: Plex and Stash see every file at the same path. */
export const samePathRule: Rule = {
  name: 'same-path',
  ignoreCase: false,
  toStash: same,
  toPlex: same,
}
