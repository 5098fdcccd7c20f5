import { normalPath } from '../text/fold.js'
import { samePath } from './path-form.js'
import type { Rule } from './rule.js'
import type { RuleMapping } from './rule-mapping.js'

/** Sends a rule's sample paths to Stash and back. Returns one line for each that another rule takes, or that changes on its way. */
export function sampleFaults(rule: Rule, samples: readonly string[], mapping: RuleMapping): string[] {
  return samples.flatMap((sample) => sampleFault(rule, sample, mapping) ?? [])
}

function sampleFault(rule: Rule, sample: string, mapping: RuleMapping): string | undefined {
  const there = mapping.toStash(sample)
  if (there === undefined) return `sample "${sample}" is covered by no rule; correct the sample or the rule`
  if (there.rule !== rule.name) {
    return `sample "${sample}" is taken by the rule "${there.rule}", which comes earlier; put "${rule.name}" before it`
  }
  const origin = normalPath(sample)
  if (mapping.toPlex(there.path).some(({ path }) => samePath(path, origin, rule.ignoreCase))) return undefined
  const back = rule.toPlex(there.path)
  const came = back === undefined ? 'nothing' : `"${back}"`
  return `sample "${sample}" became "${there.path}", and ${came} came back; make the two directions undo each other`
}
