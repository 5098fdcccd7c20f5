import { folderRule } from './folder-rule.js'
import { patternRule } from './pattern-rule.js'
import type { Rule, RuleDraft } from './rule.js'
import { RuleMapping } from './rule-mapping.js'
import type { FolderRuleOptions, PathMappingRuleOptions, PatternRuleOptions } from './rule-options.js'
import { samePathRule } from './same-path-rule.js'
import { sampleFaults } from './samples.js'

export interface CompiledPathMapping {
  /** Of the rules without faults. */
  readonly mapping: RuleMapping
  /** Everything that is wrong, one line each: rule, what, where, how to mend it. */
  readonly faults: readonly string[]
  /** Worth a line in the log. */
  readonly notes: readonly string[]
}

/**
 * Makes the configured rules ready and checks them all. Never rejects: what is wrong is in `faults`.
 *
 * @param rules Undefined when none are configured: then Plex and Stash see every file at the same path. An empty list
 *   means that no path is mapped.
 */
export async function compilePathMapping(rules: readonly PathMappingRuleOptions[] | undefined): Promise<CompiledPathMapping> {
  if (rules === undefined) return { mapping: new RuleMapping([samePathRule]), faults: [], notes: [] }
  const faults = nameFaults(rules)
  const notes: string[] = []
  const ready: { readonly rule: Rule, readonly samples: readonly string[] }[] = []
  for (const options of rules) {
    const draft = await drafted(options)
    faults.push(...draft.faults.map((text) => told(options.name, text)))
    notes.push(...(draft.notes ?? []).map((text) => told(options.name, text)))
    if (draft.rule !== undefined) ready.push({ rule: draft.rule, samples: options.samples ?? [] })
  }
  const mapping = new RuleMapping(ready.map(({ rule }) => rule))
  for (const { rule, samples } of ready) {
    faults.push(...sampleFaults(rule, samples, mapping).map((text) => told(rule.name, text)))
  }
  return { mapping, faults, notes }
}

function told(name: string, text: string): string {
  return `Path mapping rule "${name}": ${text}.`.replaceAll(/[\r\n]+/gu, ' ')
}

function nameFaults(rules: readonly PathMappingRuleOptions[]): string[] {
  const seen = new Set<string>()
  const faults: string[] = []
  for (const [index, { name }] of rules.entries()) {
    if (name.trim() === '') faults.push(`Path mapping rule ${index + 1} has no name; give it one.`)
    if (seen.has(name)) faults.push(told(name, 'the name is used twice; give each rule its own'))
    seen.add(name)
  }
  return faults
}

async function drafted(options: PathMappingRuleOptions): Promise<RuleDraft> {
  const forms = new Set([options.plex, options.stash, options.local].filter((side) => side !== undefined).map((side) => typeof side))
  if (forms.size > 1) return { faults: ['some of its sides are folders and some are expressions; write all of them in one form'] }
  return forms.has('string') ? folderRule(options as FolderRuleOptions) : await patternRule(options as PatternRuleOptions)
}
