import type { FolderRuleOptions } from '../../shared/path-mapping/index.js'
import { isSamePath, obstacleTo } from './may-apply.js'
import { rulesYaml } from './rules-yaml.js'
import type { Suggestion } from './suggestion.js'

/** A suggestion as the route and the command tell it. */
export interface ReportedSuggestion extends Suggestion {
  /** To paste into stash2plex.yaml; null when there is no rule to paste. */
  readonly yaml: string | null
  /** Every file has one path on both sides: no rules are needed. */
  readonly samePaths: boolean
  /** Why a person should look first; null when there is no doubt. */
  readonly obstacle: string | null
  /** Rules that the server found by itself and has in force. */
  readonly inForce: readonly FolderRuleOptions[] | null
}

export function reported(suggestion: Suggestion, inForce: readonly FolderRuleOptions[] | undefined): ReportedSuggestion {
  const rules = suggestion.rules.map(({ rule }) => rule)
  return { ...suggestion, yaml: rules.length === 0 ? null : rulesYaml(rules), samePaths: isSamePath(suggestion), obstacle: obstacleTo(suggestion) ?? null, inForce: inForce ?? null }
}
