import type { SampleLibrary } from '../library/sample-library.js'
import type { ScanResult } from '../plex/scan.js'
import { table } from './table.js'
import { countTexts, tally } from './tally.js'
import type { TallyRow } from './tally.js'
import { judgeOf } from './verdict.js'

export interface ScanReport {
  readonly total: TallyRow
  readonly byCategory: readonly TallyRow[]
  /** Empty when no log told the matchers. */
  readonly byMatcher: readonly TallyRow[]
  /** Files that rightly or wrongly got no answer, by category and reason; empty when no log told. */
  readonly unanswered: readonly { category: string; why: string; count: number }[]
  /** Why the server threw answers away, how often. */
  readonly refusals: readonly { text: string; count: number }[]
  readonly notes: readonly { text: string; count: number }[]
  /** A few of the files that went wrong. */
  readonly examples: readonly string[]
  /** Milliseconds that a match took: median, 95 of 100, longest. */
  readonly matchMs: readonly [number, number, number]
  /** Nothing wrong, nothing missed, nothing failed, nothing refused. */
  readonly passed: boolean
}

export interface ReportOptions {
  readonly library: Pick<SampleLibrary, 'scenes'>
  readonly matcherOf?: (result: ScanResult) => string
  readonly whyOf?: (result: ScanResult) => string
}

/** Judges a scan against the truth that was planted in the library. */
export function reportScan(results: readonly ScanResult[], { library, matcherOf, whyOf }: ReportOptions): ScanReport {
  const judge = judgeOf(library)
  const judged = results.map((result) => ({ result, verdict: judge(result) }))
  const by = (nameOf: (result: ScanResult) => string) => tally(judged.map(({ result, verdict }) => ({ name: nameOf(result), verdict })))
  const [total = emptyRow] = by(() => 'all')
  const refusals = countTexts(results.flatMap((result) => result.refused.map(withoutNumbers)))
  return {
    total, refusals,
    byCategory: by((result) => result.item.category),
    unanswered: whyOf === undefined ? [] : reasonsOf(results.filter(({ outcome }) => outcome.kind === 'none'), whyOf),
    byMatcher: matcherOf === undefined ? [] : by(matcherOf),
    notes: countTexts(results.flatMap((result) => result.notes)),
    examples: judged.filter(({ result, verdict }) => isFault(verdict) || result.refused.length > 0).slice(0, 10)
      .map(({ result, verdict }) => exampleLine(result, verdict)),
    matchMs: spread(results.map((result) => result.matchMs)),
    passed: total.files > 0 && total.wrong + total.missed + total.failed === 0 && refusals.length === 0,
  }
}

/** The report as lines of text. */
export function reportLines(report: ScanReport): string[] {
  const [median, most, longest] = report.matchMs.map((ms) => ms.toFixed(1))
  return [
    ...tallyTable('category', [...report.byCategory, report.total]), '',
    ...(report.byMatcher.length > 0 ? [...tallyTable('matcher', report.byMatcher), ''] : []),
    ...(report.unanswered.length > 0 ? [...table(['no answer for', 'files', 'because'], report.unanswered.map(({ category, why, count }) => [category, count, why])), ''] : []),
    `A match took ${median} ms (median), ${most} ms (95 of 100), ${longest} ms (longest).`,
    ...counted('Refused by the server', report.refusals),
    ...counted('Worth a note', report.notes),
    ...(report.examples.length > 0 ? ['Went wrong, for example:', ...report.examples.map((line) => `  ${line}`)] : []),
  ]
}

const emptyRow: TallyRow = { name: 'all', files: 0, right: 0, wrong: 0, missed: 0, silent: 0, failed: 0 }

function reasonsOf(results: readonly ScanResult[], whyOf: (result: ScanResult) => string): ScanReport['unanswered'] {
  const told = countTexts(results.map((result) => `${result.item.category}\n${whyOf(result)}`))
  return told.map(({ text, count }) => {
    const [category = '', why = ''] = text.split('\n')
    return { category, why, count }
  }).sort((a, b) => a.category.localeCompare(b.category) || b.count - a.count)
}

function tallyTable(head: string, rows: readonly TallyRow[]): string[] {
  return table([head, 'files', 'right', 'wrong', 'missed', 'rightly silent', 'failed'],
    rows.map((row) => [row.name, row.files, row.right, row.wrong, row.missed, row.silent, row.failed]))
}

function counted(title: string, list: ScanReport['notes']): string[] {
  return list.length === 0 ? [] : [`${title}:`, ...list.map(({ text, count }) => `  ${count} × ${text}`)]
}

function isFault(verdict: string): boolean {
  return verdict === 'wrong' || verdict === 'missed' || verdict === 'failed'
}

function exampleLine({ item, outcome, refused }: ScanResult, verdict: string): string {
  const got = outcome.kind === 'matched' ? outcome.guid : outcome.kind === 'error' ? `status ${outcome.status ?? 'none'}` : outcome.kind
  return [`${verdict}: ${item.category} ${item.path}`, `holds scene ${item.sceneId ?? 'none'}`, `got ${got}`, ...refused].join(', ')
}

function withoutNumbers(text: string): string {
  return text.replace(/item ID \d+/, 'item ID …')
}

function spread(times: readonly number[]): [number, number, number] {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  return [at(0.5), at(0.95), sorted.at(-1) ?? 0]
}
