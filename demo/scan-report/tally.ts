import type { Verdict } from './verdict.js'

export interface TallyRow extends Readonly<Record<Verdict, number>> {
  readonly name: string
  readonly files: number
}

/** Counts verdicts by name, the largest group first. */
export function tally(judged: readonly { readonly name: string; readonly verdict: Verdict }[]): TallyRow[] {
  const rows = new Map<string, { -readonly [Key in keyof TallyRow]: TallyRow[Key] }>()
  for (const { name, verdict } of judged) {
    const row = rows.get(name) ?? { name, files: 0, right: 0, wrong: 0, missed: 0, silent: 0, failed: 0 }
    row.files += 1
    row[verdict] += 1
    rows.set(name, row)
  }
  return [...rows.values()].sort((a, b) => b.files - a.files || a.name.localeCompare(b.name))
}

/** Counts equal texts, the most frequent first. */
export function countTexts(texts: readonly string[]): { text: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count)
}
