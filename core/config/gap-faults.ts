import { Cron } from 'croner'
import { globs } from '../../shared/text/globs.js'

const named = new Set(['manual', 'hourly', 'daily', 'weekly'])

/** What of the gap settings has the right form and still cannot be used. */
export function gapFaults(gaps: unknown): string[] {
  if (typeof gaps !== 'object' || gaps === null) return []
  const { schedule, ignore } = gaps as { readonly schedule?: unknown, readonly ignore?: unknown }
  const patterns = Array.isArray(ignore) ? ignore.filter((pattern) => typeof pattern === 'string') : []
  return [
    ...typeof schedule === 'string' && !isSchedule(schedule) ? [`gaps.schedule: got ${JSON.stringify(schedule)}, wants manual, hourly, daily, weekly or a cron expression, for example "30 4 * * 1-5"`] : [],
    ...patterns.flatMap((pattern, index) => globFault(pattern).map((why) => `gaps.ignore[${index}]: ${why}`)),
  ]
}

function isSchedule(schedule: string): boolean {
  try {
    return named.has(schedule) || new Cron(schedule, { paused: true }).nextRun() !== null
  } catch {
    return false
  }
}

function globFault(pattern: string): string[] {
  try {
    globs([pattern])
    return []
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}
