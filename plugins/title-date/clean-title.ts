import { isQualityWord, qualityPairs } from './quality-words.js'
import { datesIn } from './read-dates.js'

/** A scanner's or a person's title, taken apart. */
export interface CleanTitle {
  /** Without brackets, dates, sizes and the like. */
  readonly bare: string
  /** The same, but with what stands in round brackets, and with what stands before a date, which may be a studio. */
  readonly whole: string
  /** The parts between ` - `, where there are several: studio, performers and title in some order. */
  readonly parts: readonly string[]
  /** `YYYY-MM-DD`, the most likely first. */
  readonly dates: readonly string[]
  /** A lone year, as `(2024)`. */
  readonly year: number | undefined
}

const longest = 500
const extension = /\.(?:3gp|asf|avi|divx|f4v|flv|iso|m2ts|m4v|mkv|mov|mp4|mpe?g|ogv|rm(?:vb)?|ts|vob|webm|wmv)$/iu
/** `-KTR` at the very end of a release's name. */
const releaseGroup = /(?<=(?:\d{3,4}p|xxx|mp4|x26[45]|h26[45]|hevc|web|webrip|web-dl|mkv|wmv)[^ ]{0,12})-[a-z0-9]{2,12}(?:\[[a-z]{2,8}\])?$/iu
/** As in `Studio.24.01.05.Anna.Rivers`: no more words than these are a studio's name. */
const mostStudioWords = 3

/** Takes a title apart. Whatever the text, there is an answer. */
export function cleanTitle(title: string): CleanTitle {
  const text = title.normalize('NFC').slice(0, longest).trim().replace(extension, '').replace(releaseGroup, '')
  const dates = datesIn(text)
  const undated = withoutDates(text, dates)
  const noSquare = undated.replaceAll(/\[[^[\]]*\]|\{[^{}]*\}/gu, ' ')
  const noRound = noSquare.replaceAll(/\([^()]*\)/gu, ' ')
  const whole = plainWords(noSquare)
  const bare = plainWords(afterStudio(noRound))
  return {
    bare: bare === '' ? whole : bare,
    whole,
    parts: partsOf(noRound),
    dates: [...new Set(dates.flatMap(({ readings }) => readings))],
    year: dates.length > 0 ? undefined : yearIn(text),
  }
}

/** Marks where a date stood, so that what stands before it can be told. */
const dateMark = '\uFFFC'

function withoutDates(text: string, dates: ReturnType<typeof datesIn>): string {
  const pieces = [...dates.map(({ start }, at) => text.slice(dates[at - 1]?.end ?? 0, start)), text.slice(dates.at(-1)?.end ?? 0)]
  return pieces.join(` ${dateMark} `)
}

function afterStudio(text: string): string {
  const [head = '', ...rest] = text.split(dateMark)
  const tail = rest.join(' ')
  const few = wordsOf(head).length <= mostStudioWords
  return rest.length > 0 && few && wordsOf(tail).length > 0 ? tail : text
}

function partsOf(text: string): readonly string[] {
  const parts = text.split(/\s[-–—~|]\s|\uFFFC/u).map(plainWords).filter((part) => part !== '')
  return parts.length > 1 ? [...new Set(parts)] : []
}

function plainWords(text: string): string {
  return wordsOf(text).join(' ')
}

/** Words without separators at their ends; apostrophes and `&` within stay. */
function wordsOf(text: string): readonly string[] {
  return text.replaceAll(qualityPairs, ' ').split(/[\s._,;:!?"“”„|~+*=<>()[\]{}/\\\uFFFC–—-]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word) && !isQualityWord(word))
}

function yearIn(text: string): number | undefined {
  const years = [...text.matchAll(/(?<![\p{L}\p{N}])((?:19[5-9]|20[0-4])\d)(?![\p{L}\p{N}])/gu)].map(([year]) => Number(year))
  return years.at(-1)
}
