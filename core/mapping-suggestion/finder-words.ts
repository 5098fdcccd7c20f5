import type { FolderRuleOptions } from '../../shared/path-mapping/index.js'
import { share } from './may-apply.js'
import { rulesYamlLine } from './rules-yaml.js'
import type { Suggestion } from './suggestion.js'

export const samePathWords = 'path mapping: Plex and Stash see their files at the same paths, so no rules are needed'

export function foundWords({ explained, contradicted, elsewhere }: Suggestion['files']): string {
  return `path mapping: no rules are configured. Rules were found by comparing both libraries and are in force: they explain ${share(explained, explained + contradicted + elsewhere)} that both hold.`
}

/** @param foundAt Unix seconds */
export function stillFoundWords(foundAt: number | undefined): string {
  const day = foundAt === undefined ? 'an earlier day' : new Date(foundAt * 1000).toISOString()
  return `path mapping: no rules are configured. Rules that were found by comparing both libraries on ${day} are in force.`
}

export function howToKeep(rules: readonly FolderRuleOptions[], showPaths: boolean): string {
  const what = showPaths ? `paste into stash2plex.yaml: ${rulesYamlLine(rules)}` : 'paste what stash2plex suggest-mappings shows into stash2plex.yaml'
  return `To make them yours, ${what} (pathMappings: [] switches this off)`
}

export function unreliableWords(obstacle: string, areInForce: boolean): string {
  const stays = areInForce ? 'The rules that were found before stay in force' : 'None was put in force'
  return `path mapping: no rules are configured, and those that a comparison of both libraries suggests cannot be relied on: ${obstacle}. ${stays}. See stash2plex suggest-mappings, and write pathMappings.`
}

export function droppedWords(why: string): string {
  return `path mapping: the rules that were found by comparing both libraries are no longer in force, because ${why}`
}
