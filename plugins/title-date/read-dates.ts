/** A date that stands in a text. */
export interface FoundDate {
  /** `YYYY-MM-DD`, the most likely reading first: `05.06.2024` can be two days. */
  readonly readings: readonly string[]
  /** Where it stands, as for `slice`. */
  readonly start: number
  readonly end: number
}

type Order = 'ymd' | 'dmy' | 'mdy'

interface Shape {
  readonly pattern: RegExp
  /** The likeliest order first; undefined leaves it to the separator. */
  readonly orders: readonly Order[] | undefined
}

const month = '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const gap = '[ ._,/-]{1,3}'
const before = '(?<![\\p{L}\\p{N}])'
const after = '(?![\\p{L}\\p{N}])'
const shape = (source: string, orders?: readonly Order[]): Shape => ({ pattern: new RegExp(`${before}${source}${after}`, 'giu'), orders })

/** Tried in this order; what one has taken is not read again by another. */
const shapes: readonly Shape[] = [
  shape('((?:19|20)\\d\\d)([ ._/-])(\\d{1,2})\\2(\\d{1,2})', ['ymd']),
  shape('(\\d{1,2})([ ._/-])(\\d{1,2})\\2((?:19|20)\\d\\d)'),
  shape('((?:19|20)\\d\\d)()(\\d\\d)(\\d\\d)', ['ymd']),
  shape(`${month}()${gap}(\\d{1,2})(?:st|nd|rd|th)?${gap}((?:19|20)\\d\\d)`, ['mdy']),
  shape(`(\\d{1,2})(?:st|nd|rd|th)?()(?: of)?${gap}${month}${gap}((?:19|20)\\d\\d)`, ['dmy']),
  shape(`((?:19|20)\\d\\d)()${gap}${month}${gap}(\\d{1,2})`, ['ymd']),
  shape('(\\d\\d)([ ._-])(\\d\\d)\\2(\\d\\d)', ['ymd', 'dmy']),
]

/** Longer texts are no names. */
const longest = 1000

/** The dates in a file's name or a title, in the orders that people use. Days that no calendar has are no dates. */
export function datesIn(text: string): readonly FoundDate[] {
  const found: FoundDate[] = []
  for (const { pattern, orders } of shapes) {
    for (const match of text.slice(0, longest).matchAll(pattern)) {
      const [whole, first = '', separator = '', second = '', third = ''] = match
      const [start, end] = [match.index, match.index + whole.length]
      const readings = readingsOf([first, second, third], orders ?? ordersBy(separator))
      if (readings.length > 0 && found.every((other) => end <= other.start || start >= other.end)) found.push({ readings, start, end })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Dots are European; with others the month goes first at least as often. */
function ordersBy(separator: string): readonly Order[] {
  return separator === '.' ? ['dmy', 'mdy'] : ['mdy', 'dmy']
}

function readingsOf([first, second, third]: readonly [string, string, string], orders: readonly Order[]): readonly string[] {
  const dates = orders.map((order) => {
    if (order === 'ymd') return calendarDate(first, second, third)
    return order === 'dmy' ? calendarDate(third, second, first) : calendarDate(third, first, second)
  })
  return [...new Set(dates.filter((date) => date !== undefined))]
}

function calendarDate(year: string, monthText: string, day: string): string | undefined {
  const fullYear = year.length === 4 ? Number(year) : fullYearOf(Number(year))
  const monthNumber = monthNumberOf(monthText)
  const date = new Date(Date.UTC(fullYear, monthNumber - 1, Number(day)))
  const exists = monthNumber >= 1 && monthNumber <= 12 && date.getUTCMonth() === monthNumber - 1 && date.getUTCDate() === Number(day)
  return exists ? date.toISOString().slice(0, 10) : undefined
}

/** Two digits mean the last century from 80 on, and no year that is still to come; NaN makes no date. */
function fullYearOf(short: number): number {
  if (short >= 80) return 1900 + short
  return 2000 + short <= new Date().getUTCFullYear() + 1 ? 2000 + short : Number.NaN
}

function monthNumberOf(text: string): number {
  return /^\d/.test(text) ? Number(text) : 1 + months.indexOf(text.slice(0, 3).toLowerCase())
}
