import { fault } from '../errors.js'
import type { SqlValue } from '../store/database.js'
import { gapKinds, gapStatuses } from './gap.js'

/** What of the gaps is asked for, as it comes in a query; all that is given must hold. Several values by comma. */
export interface GapQuery {
  readonly kind?: string
  readonly status?: string
  readonly source?: string
  /** The title of a section of Plex. */
  readonly section?: string
  /** A folder of either side. */
  readonly folder?: string
  /** Occurs in the path, in the expected path or in the reason. */
  readonly text?: string
  /** A date, or Unix seconds: only gaps whose status is newer. */
  readonly since?: string
}

/** A condition in SQL with its values. */
export interface Condition {
  readonly sql: string
  readonly values: readonly SqlValue[]
}

const MOST_TEXT = 1000

/** @throws S2P_BAD_REQUEST */
export function conditionOf(query: GapQuery): Condition {
  const parts = [
    oneOf('kind', query.kind, gapKinds),
    oneOf('status', query.status, gapStatuses),
    oneOf('source', query.source, ['match', 'comparison']),
    query.section === undefined ? undefined : { sql: 'section = ?', values: [query.section] },
    inFolder(query.folder),
    withText(query.text),
    query.since === undefined ? undefined : { sql: 'changed_at >= ?', values: [unixMs(query.since)] },
  ].filter((part) => part !== undefined)
  return { sql: parts.map(({ sql }) => `(${sql})`).join(' AND ') || '1', values: parts.flatMap(({ values }) => values) }
}

function oneOf(name: string, value: string | undefined, allowed: readonly string[]): Condition | undefined {
  if (value === undefined || value === 'all') return undefined
  const values = value.split(',')
  const wrong = values.find((one) => !allowed.includes(one))
  if (wrong !== undefined) throw fault('S2P_BAD_REQUEST', { why: `${name} is one of ${allowed.join(', ')}` })
  return { sql: `${name} IN (${values.map(() => '?').join(', ')})`, values }
}

function inFolder(folder: string | undefined): Condition | undefined {
  if (folder === undefined) return undefined
  const start = `${folder.replaceAll('\\', '/').replace(/(?<!\/)\/+$/, '')}/`
  const begins = ['path', 'expected_path'].map((column) => `substr(${column}, 1, length(?)) = ?`)
  return { sql: begins.join(' OR '), values: [start, start, start, start] }
}

function withText(text: string | undefined): Condition | undefined {
  if (text === undefined || text === '') return undefined
  if (text.length > MOST_TEXT) throw fault('S2P_BAD_REQUEST', { why: `text has at most ${MOST_TEXT} characters` })
  return { sql: ['path', 'coalesce(expected_path, \'\')', 'reason'].map((column) => `instr(lower(${column}), lower(?)) > 0`).join(' OR '), values: [text, text, text] }
}

function unixMs(since: string): number {
  const time = /^\d+$/.test(since) ? Number(since) * 1000 : Date.parse(since)
  if (!Number.isSafeInteger(time)) throw fault('S2P_BAD_REQUEST', { why: 'since is a date such as 2026-01-31T12:00:00Z, or Unix seconds' })
  return time
}
