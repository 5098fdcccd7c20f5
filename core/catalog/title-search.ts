import type { Database, Statement } from '../store/database.js'
import type { SceneRow } from './look-ups.js'
import { titleWords } from './title-words.js'

/** Words of a query that are looked at, and those that are kept where not all of them must be there. */
const mostWords = 16
const mostKept = 5
/** Where all must be there, the rarest few do: what has them is ranked by all of the words. */
const mostTogether = 5
/** So many are kept though they are common: two common words that never meet cost a millisecond or two. */
const mostCommon = 3
/** Rows that are read of each kind of hit, the newest scenes first, before the best are chosen. */
const mostRows = 100
/** A word in more titles than this counts as common; how common does not matter. */
const commonFrom = 2000

/**
 * Finds titles by their words in a bounded time. FTS5 ranks by visiting every title that has one of the words, a tenth of
 * a second for `the` in 300,000; unranked it streams, so the first hits are taken and ranked here.
 */
export class TitleSearch {
  readonly #find: Statement<[query: string, limit: number], SceneRow>
  readonly #count: Statement<[query: string, limit: number], { n: number }>

  constructor(database: Database) {
    this.#find = database.prepare(`SELECT s.id, s.created_at, s.title, s.date, s.organized
      FROM titles t JOIN scenes s ON s.id = t.rowid WHERE t.titles MATCH ? ORDER BY t.rowid DESC LIMIT ?`)
    this.#count = database.prepare('SELECT count(*) AS n FROM (SELECT 1 FROM titles WHERE titles MATCH ? LIMIT ?)')
  }

  /** Titles with all of the words, else with several of them side by side, else with a rare one; best first. */
  best(text: string, limit: number): readonly SceneRow[] {
    const words = [...new Set(titleWords(text))].slice(0, mostWords)
    if (words.length === 0 || limit <= 0) return []
    const found = new Map<number, SceneRow>()
    for (const query of this.#queries(words)) {
      for (const row of this.#find.all(query, mostRows)) found.set(row.id, row)
      if (found.size >= limit) break
    }
    return ranked([...found.values()], words).slice(0, limit)
  }

  /** From strict to loose. */
  * #queries(words: readonly string[]): Generator<string> {
    const counted = words.map((word) => ({ word, count: this.#count.get(quoted(word), commonFrom)?.n ?? 0 }))
    const rarest = counted.toSorted((a, b) => a.count - b.count || b.word.length - a.word.length)
    yield allOf(rarest.slice(0, mostTogether).map(({ word }) => word))
    const known = rarest.filter(({ count }) => count > 0).slice(0, mostKept)
    const few = new Set(known.filter(({ count }, at) => count < commonFrom || at < mostCommon).map(({ word }) => word))
    const kept = words.filter((word) => few.has(word))
    for (const length of [3, 2, 1]) if (length === 1 ? kept.length > 0 : kept.length > length) yield anyRun(kept, length)
  }
}

function quoted(word: string): string {
  return `"${word}"`
}

function allOf(words: readonly string[]): string {
  return words.map(quoted).join(' ')
}

/** Any of the runs of so many words that follow each other. */
function anyRun(words: readonly string[], length: number): string {
  const runs = words.slice(0, words.length - length + 1).map((_, at) => words.slice(at, at + length))
  return runs.map((run) => `(${allOf(run)})`).join(' OR ')
}

/** By the share of words that query and title have in common, then the newest first. */
function ranked(rows: readonly SceneRow[], words: readonly string[]): readonly SceneRow[] {
  const wanted = new Set(words)
  const share = ({ title }: SceneRow): number => {
    const own = new Set(titleWords(title ?? ''))
    return 2 * [...own].filter((word) => wanted.has(word)).length / (own.size + wanted.size)
  }
  return rows.map((row) => ({ row, share: share(row) })).toSorted((a, b) => b.share - a.share || b.row.id - a.row.id).map(({ row }) => row)
}
