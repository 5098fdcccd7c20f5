import { folderRule } from './folder-rule.js'
import { RuleMapping } from './rule-mapping.js'
import type { FolderRuleOptions } from './rule-options.js'

/** Rules that were found by comparing both libraries: their paths say that nobody wrote them. A rule with a fault is left out. */
export function foundRules(options: readonly FolderRuleOptions[]): RuleMapping {
  return new RuleMapping(options.flatMap((one) => {
    const { rule } = folderRule(one)
    return rule === undefined ? [] : [{ ...rule, found: true as const }]
  }))
}
