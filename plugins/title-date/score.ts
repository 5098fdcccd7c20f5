import type { CatalogFile, CatalogScene, TextTools } from '../../shared/plugin-api/index.js'
import type { CleanTitle } from './clean-title.js'

export interface Question {
  readonly clean: CleanTitle
  /** `YYYY-MM-DD`, the likeliest first. */
  readonly dates: readonly string[]
  readonly year: number | undefined
  /** The words of the folders around Plex's file: often the studio or the performer. */
  readonly folderWords: ReadonlySet<string>
}

export interface Known {
  readonly scene: CatalogScene
  readonly files: readonly CatalogFile[]
}

export interface Score {
  /** 1–95. */
  readonly score: number
  readonly reason: string
}

const highest = 95
const lowest = 1

/** How well a scene answers a question, as a person would say: the title first, then the date, then who and where. */
export function scoreOf(question: Question, known: Known, text: TextTools): Score {
  const pathWords = wordsOfPaths(known.files, text)
  const alike = titleLikeness(question, known.scene.title ?? '', { pathWords, text })
  const time = dateAgreement(question, known.scene.date)
  const named = shareNamed(question, pathWords, text)
  const score = 60 * alike + time.points + 12 * named
  const words = [`title ${Math.round(100 * alike)} % alike`, time.words, named >= 0.5 ? 'the rest of the words stands in its path' : '']
  return { score: Math.max(lowest, Math.min(highest, Math.round(score))), reason: words.filter((each) => each !== '').join(', ') }
}

interface Surroundings {
  readonly pathWords: ReadonlySet<string>
  readonly text: TextTools
}

/** 0–1. Words that the scene's path or Plex's folders explain (studio, performers) do not count against it. */
function titleLikeness({ clean, folderWords }: Question, title: string, { pathWords, text }: Surroundings): number {
  if (plain(title, text) === '') return 0
  const spelled = Math.max(...[clean.bare, clean.whole, ...clean.parts].map((form) => text.similarity(plain(form, text), plain(title, text))))
  const own = new Set(plain(title, text).split(' '))
  const asked = plain(clean.whole, text).split(' ').filter((word) => word !== '')
  const shared = new Set(asked.filter((word) => own.has(word)))
  const unexplained = new Set(asked.filter((word) => !own.has(word) && !pathWords.has(word) && !folderWords.has(word)))
  if (shared.size === 0) return spelled < 0.6 ? spelled / 2 : spelled
  // A title of one word stands in many names by chance.
  const weight = own.size === 1 && asked.length > 1 ? 0.6 : 0.97
  return Math.max(spelled, weight * 2 * shared.size / (shared.size + unexplained.size + own.size))
}

function dateAgreement({ dates, year }: Question, date: string | undefined): { readonly points: number, readonly words: string } {
  if (date === undefined || (dates.length === 0 && year === undefined)) return { points: 0, words: '' }
  if (dates.includes(date)) return { points: dates[0] === date ? 23 : 20, words: 'same date' }
  if (dates.some((each) => each.startsWith(date))) return { points: 12, words: date.length === 4 ? 'same year' : 'same month' }
  if (dates.some((each) => daysBetween(each, date) <= 3)) return { points: 12, words: 'nearly the same date' }
  const years = dates.length > 0 ? dates.map((each) => each.slice(0, 4)) : [String(year)]
  const sameYear = years.includes(date.slice(0, 4))
  if (dates.length > 0) return { points: sameYear ? -5 : -12, words: sameYear ? 'another date of the same year' : 'another year' }
  return sameYear ? { points: 10, words: 'same year' } : { points: -10, words: 'another year' }
}

function daysBetween(a: string, b: string): number {
  return Math.abs(Date.parse(a) - Date.parse(b)) / 86_400_000
}

/** 0–1: the share of the words that are not the title, and stand in the scene's path. */
function shareNamed({ clean, folderWords }: Question, pathWords: ReadonlySet<string>, text: TextTools): number {
  const asked = [...new Set([...plain(clean.whole, text).split(' '), ...folderWords])].filter((word) => word.length > 1)
  return asked.length === 0 ? 0 : asked.filter((word) => pathWords.has(word)).length / asked.length
}

function wordsOfPaths(files: readonly CatalogFile[], text: TextTools): ReadonlySet<string> {
  return new Set(files.slice(0, 5).flatMap(({ path }) => path.split(/[\\/]/).slice(-4)).flatMap((name) => plain(name, text).split(' ')))
}

/** Also without accents: people leave them out. */
export function plain(words: string, text: TextTools): string {
  return text.normalise(words.normalize('NFKD').replaceAll(/\p{M}/gu, ''))
}
