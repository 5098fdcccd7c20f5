import { share } from '../../mapping-suggestion/may-apply.js'
import type { ReportedSuggestion } from '../../mapping-suggestion/reported-suggestion.js'
import type { Pair, Rearrangement, SuggestedRule, Unexplained } from '../../mapping-suggestion/suggestion.js'
import { printable } from '../../../shared/text/printable.js'

/** The rules as YAML, and all else as comments of it, so that the whole may be pasted. */
export function suggestionLines(suggestion: ReportedSuggestion): string[] {
  const { yaml, files, everyNth } = suggestion
  const both = files.explained + files.contradicted + files.elsewhere
  return [
    ...comment([`Compared ${count(files.plex, 'file')} of Plex${everyNth > 1 ? `, one of ${everyNth},` : ''} with ${count(files.stash, 'file')} of Stash.`]),
    ...yaml === null ? [] : yaml.trimEnd().split('\n'),
    ...comment([...verdict(suggestion, both), ...suggestion.rules.flatMap(ruleLines), ...refusedLines(suggestion.refused), ...suggestion.rearranged.flatMap(rearrangedLines), ...unexplainedLines(suggestion)]),
  ]
}

function verdict({ rules, samePaths, obstacle, inForce, files }: ReportedSuggestion, both: number): string[] {
  if (rules.length === 0) return [`No rule to suggest: ${obstacle ?? 'nothing was compared'}.`]
  const explained = `${rules.length === 1 ? 'This rule explains' : 'These rules explain'} ${share(files.explained, both)} that both libraries hold; ${count(files.sizesAgree, 'size')} agree, ${files.contradicted.toLocaleString('en')} differ.`
  if (samePaths) return [explained, 'Plex and Stash see their files at the same paths: no rules are needed, and these may be left out.']
  const force = inForce === null ? [] : ['They are in force already, because no rules are configured; pasted, they are yours.']
  return [explained, ...obstacle === null ? [] : [`Look before you paste: ${obstacle}.`], ...force]
}

function ruleLines({ rule, covered, agrees, untold, examples }: SuggestedRule): string[] {
  const there = agrees + untold
  return ['', `${rule.name}: of ${count(covered, 'file')} under ${printable(rule.plex)}, Stash has ${there.toLocaleString('en')} under ${printable(rule.stash)}`, ...pairLines(examples.slice(0, 1))]
}

function refusedLines(refused: readonly SuggestedRule[]): string[] {
  return refused.flatMap(({ rule, agrees, contradicts, examples }) => [
    '', `Not suggested: ${printable(rule.plex)} and ${printable(rule.stash)} correspond by their names, but of ${count(agrees + contradicts, 'file')} ${contradicts.toLocaleString('en')} differ in size`, ...pairLines(examples.slice(0, 1)),
  ])
}

function rearrangedLines({ plex, stash, files, examples }: Rearrangement): string[] {
  return ['', `In another order: ${count(files, 'file')} under ${printable(plex)} and ${printable(stash)}. No folder rule can say that; a regular expression can, see docs/guides/path-mapping.md`, ...pairLines(examples.slice(0, 2))]
}

function unexplainedLines({ files, unexplained }: ReportedSuggestion): string[] {
  if (unexplained.length === 0) return []
  return ['', `Not explained: ${count(files.elsewhere, 'file')} that Stash has elsewhere, and ${count(files.onlyInPlex, 'file')} that it does not have. For example`, ...unexplained.flatMap(exampleLines)]
}

function exampleLines({ path, inStash }: Unexplained): string[] {
  return [`  ${printable(path)}`, ...inStash === undefined ? [] : [`    in Stash ${printable(inStash)}`]]
}

function pairLines(pairs: readonly Pair[]): string[] {
  return pairs.flatMap(({ plex, stash }) => [`  ${printable(plex)}`, `    in Stash ${printable(stash)}`])
}

function comment(lines: readonly string[]): string[] {
  return lines.map((line) => `# ${line}`.trimEnd())
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`
}
