const form = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/
/** Go writes the year 1 for a time that was never set; no film is older than this. */
const firstYear = 1_800

export interface ReleaseDate {
  /** `YYYY-MM-DD`. */
  readonly date: string
  readonly year: number
}

/** A date as Stash has it: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; a part of one means the first day. Undefined when it is none. */
export function releaseDate(text: string | undefined): ReleaseDate | undefined {
  const [, year = '', month = '01', day = '01'] = form.exec(text?.trim() ?? '') ?? []
  if (Number(year) < firstYear || !isOnCalendar(Number(year), Number(month), Number(day))) return undefined
  return { date: `${year}-${month}-${day}`, year: Number(year) }
}

/** The day of an RFC 3339 time, in the offset that it is written in. */
export function dayOf(time: string | undefined): ReleaseDate | undefined {
  return releaseDate(time?.slice(0, 10))
}

/** `Date.UTC` lets a 31st of February run over into March. */
function isOnCalendar(year: number, month: number, day: number): boolean {
  const time = new Date(Date.UTC(year, month - 1, day))
  return time.getUTCMonth() === month - 1 && time.getUTCDate() === day
}
