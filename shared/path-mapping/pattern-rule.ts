import { normalPath } from '../text/fold.js'
import { isAbsolute } from './path-form.js'
import { patternFaults } from './pattern-faults.js'
import type { Rule, RuleDraft } from './rule.js'
import type { PatternOptions, PatternRuleOptions } from './rule-options.js'

/** No file system takes longer paths; it also bounds what an expression of unknown cost can cost. */
const LONGEST_PATH = 4096

/** Makes the rule of a regular expression each way, after checking that none of them can be made to run for ever. */
export async function patternRule(options: PatternRuleOptions): Promise<RuleDraft> {
  const { plex, stash, local, ignoreCase = false } = options
  const flags = ignoreCase ? 'iu' : 'u'
  const faults: string[] = []
  const notes: string[] = []
  for (const [side, pattern] of Object.entries({ plex, stash, local })) {
    if (pattern === undefined) continue
    const found = await patternFaults(side, pattern, flags)
    faults.push(...found.faults)
    notes.push(...found.notes)
  }
  return faults.length > 0 ? { faults, notes } : { rule: ready(options, flags), faults, notes }
}

function ready({ name, plex, stash, local, ignoreCase = false }: PatternRuleOptions, flags: string): Rule {
  return {
    name,
    ignoreCase,
    toStash: replacer(plex, flags),
    toPlex: replacer(stash, flags),
    ...local === undefined ? {} : { toLocal: replacer(local, flags) },
  }
}

function replacer({ match, to }: PatternOptions, flags: string): (path: string) => string | undefined {
  const expression = new RegExp(match, flags)
  return (path) => {
    if (path.length > LONGEST_PATH || !expression.test(path)) return undefined
    const result = normalPath(path.replace(expression, to))
    return isAbsolute(result) ? result : undefined
  }
}
