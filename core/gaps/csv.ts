import type { ReportedGap } from './reported-gap.js'

const columns = ['id', 'kind', 'status', 'source', 'path', 'expectedPath', 'sceneIds', 'ratingKeys', 'section', 'size', 'firstSeen', 'lastSeen', 'timesSeen', 'reason'] as const

/** The mark by which spreadsheets know UTF-8, and the names of the columns. */
export const csvHead = `\uFEFF${columns.join(',')}\r\n`

export function csvLine(gap: ReportedGap): string {
  return `${columns.map((column) => cell(gap[column])).join(',')}\r\n`
}

function cell(value: ReportedGap[keyof ReportedGap]): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  return quoted(defused(typeof value === 'string' ? value : value.join(' ')))
}

/** A spreadsheet would run a text that begins like a formula; the apostrophe makes it text. */
function defused(text: string): string {
  return /^[=+\-@\t\r\n|%＝＋－＠]/.test(text) ? `'${text}` : text
}

function quoted(text: string): string {
  return /[",\r\n;\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
