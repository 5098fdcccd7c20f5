import { Document, isMap, isSeq, type Node } from 'yaml'
import type { FolderRuleOptions } from '../../shared/path-mapping/index.js'

/** For `stash2plex.yaml`: a line a rule. */
export function rulesYaml(rules: readonly FolderRuleOptions[]): string {
  return documentOf(rules, false).toString({ lineWidth: 0 })
}

/** The same in one line, for the log. */
export function rulesYamlLine(rules: readonly FolderRuleOptions[]): string {
  return documentOf(rules, true).toString({ lineWidth: 0 }).trim()
}

function documentOf(rules: readonly FolderRuleOptions[], oneLine: boolean): Document {
  const document = new Document({ pathMappings: rules })
  const list = document.get('pathMappings') as Node
  if (!isSeq(list)) return document
  list.flow = oneLine
  for (const rule of list.items) if (isMap(rule)) rule.flow = true
  return document
}
