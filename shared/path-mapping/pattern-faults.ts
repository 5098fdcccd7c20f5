import type { PatternOptions } from './rule-options.js'

const REFERENCE = /\$(?:\$|&|`|'|(?<number>\d{1,2})|<(?<name>[^>]*)>)/gu
/** Milliseconds. A check goes on blocking its thread until then, and only at start. */
const CHECK_TIME_LIMIT = 2000

export interface PatternFindings {
  readonly faults: readonly string[]
  readonly notes: readonly string[]
}

/** Checks one direction of a pattern rule: it compiles, its replacement fits, and no path can make it run for ever. */
export async function patternFaults(side: string, { match, to }: PatternOptions, flags: string): Promise<PatternFindings> {
  const groups = groupsOf(match, flags)
  if (typeof groups === 'string') return { faults: [`${side}.match does not compile (${groups}); mend the expression, it is read with the flag u`], notes: [] }
  const cost = await costOf(side, match, flags)
  return { faults: [...referenceFaults(side, to, groups), ...cost.faults], notes: cost.notes }
}

interface Groups {
  readonly count: number
  readonly names: readonly string[]
}

/** The groups of an expression, or why it does not compile. */
function groupsOf(source: string, flags: string): Groups | string {
  try {
    const nothing = new RegExp(`(?:${source})|`, flags).exec('')
    void new RegExp(source, flags)
    return { count: (nothing?.length ?? 1) - 1, names: Object.keys(nothing?.groups ?? {}) }
  } catch (error) {
    return (error as Error).message.replaceAll(/\s+/gu, ' ')
  }
}

function referenceFaults(side: string, to: string, groups: Groups): string[] {
  return [...to.matchAll(REFERENCE)]
    .filter(({ groups: reference }) => isMissing(reference, groups))
    .map(([reference]) => `${side}.to refers to ${reference}, but ${side}.match has ${described(groups)}; add the group or change the reference`)
}

function isMissing(reference: Record<string, string | undefined> | undefined, { count, names }: Groups): boolean {
  if (reference?.['name'] !== undefined) return !names.includes(reference['name'])
  if (reference?.['number'] === undefined) return false
  const wanted = Number(reference['number'])
  return wanted < 1 || wanted > count
}

function described({ count, names }: Groups): string {
  if (names.length > 0) return `the groups ${names.map((name) => `<${name}>`).join(', ')}`
  return count === 1 ? 'one group' : `${count || 'no'} groups`
}

async function costOf(side: string, match: string, flags: string): Promise<PatternFindings> {
  // The browser build is the one that neither starts threads nor looks for Java; loading it takes a fifth of a second.
  const { default: recheck } = await import('recheck/lib/browser.js')
  const result = recheck.checkSync(match, flags, { timeout: CHECK_TIME_LIMIT })
  if (result.status === 'vulnerable') {
    return { faults: [`${side}.match can take very long on some paths (${result.complexity.summary}); write [^/]+ in place of .* for a single folder, and do not nest + or *`], notes: [] }
  }
  if (result.status === 'unknown') return { faults: [], notes: [`${side}.match could not be judged for its cost (${result.error.kind})`] }
  return { faults: [], notes: [] }
}
