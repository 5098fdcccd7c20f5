import type { Database, Statement } from '../store/database.js'
import type { SceneRow } from './look-ups.js'
import { titleWords, wholeTitle } from './title-words.js'

/** Words of a query that are looked at. */
const mostWords = 16
/** Of these, the rarest few are searched for; what has them is ranked by all of the words. */
const mostSearched = 5
/** Rows that are read of each kind of hit before the best are chosen. */
const mostRows = 100
/** All titles of a word that has fewer can be looked at. */
const manyTitles = 1000
/** Words are counted up to this. Where even the rarest is in as many titles, meeting all of them would cost more than they tell. */
const tooMany = 2500
/** Of words that are in many titles, only the newest scenes are looked at, unless a title has all the rare ones. */
const newestIds = 3000

interface Counted {
  readonly word: string
  readonly count: number
}

/**
 * Finds titles by their words in a bounded time, however common the words are: FTS5 ranks by visiting every title that has
 * one of the words, and meets two long lists by walking both.
 */
export class TitleSearch {
  readonly #find: Statement<[query: string, limit: number], SceneRow>
  readonly #count: Statement<[query: string, limit: number], { n: number }>
  readonly #newest: Statement<[], { id: number }>
  readonly #database: Database
  readonly #sharing = new Map<number, Statement<(string | bigint)[], SceneRow>>()

  constructor(database: Database) {
    this.#database = database
    this.#find = database.prepare(`SELECT s.id, s.created_at, s.title, s.date, s.organized
      FROM titles t JOIN scenes s ON s.id = t.rowid WHERE t.titles MATCH ? ORDER BY t.rowid DESC LIMIT ?`)
    this.#count = database.prepare('SELECT count(*) AS n FROM (SELECT 1 FROM titles WHERE titles MATCH ? LIMIT ?)')
    this.#newest = database.prepare('SELECT coalesce(max(id), 0) AS id FROM scenes')
  }

  /** Titles that are the text, then those with all of its rare words, then those with several or a rare one; best first. */
  best(text: string, limit: number): readonly SceneRow[] {
    const words = [...new Set(titleWords(text))].slice(0, mostWords)
    if (words.length === 0 || limit <= 0) return []
    const found = new Map<number, SceneRow>()
    for (const rows of this.#kinds(text, words)) {
      for (const row of rows) found.set(row.id, row)
      if (found.size >= limit) break
    }
    return ranked([...found.values()], words).slice(0, limit)
  }

  /** From strict to loose. */
  * #kinds(text: string, words: readonly string[]): Generator<readonly SceneRow[]> {
    yield this.#find.all(quoted(wholeTitle(text)), mostRows)
    const counted = words.map((word) => this.#counted(word)).toSorted(rarestFirst)
    const searched = counted.slice(0, mostSearched)
    yield this.#withAll(searched)
    yield this.#withSeveral(counted.filter(({ count }) => count > 0).slice(0, mostSearched))
  }

  /**
   * Titles with all of the rare words, the next common one helping a single word that is not so rare: to meet them with every word that
   * many titles have would take long and tell little.
   */
  #withAll(words: readonly Counted[]): readonly SceneRow[] {
    const rare = words.filter(({ count }) => count < tooMany)
    const [rarest, ...others] = rare
    if (rarest === undefined) return []
    if (others.length > 0) return this.#meet(rare, mostRows)
    return rarest.count < manyTitles ? this.#meet(rare, manyTitles) : this.#meet(words.slice(0, 2), mostRows)
  }

  #meet(words: readonly Counted[], limit: number): readonly SceneRow[] {
    return this.#find.all(words.map(({ word }) => quoted(word)).join(' '), limit)
  }

  #counted(word: string): Counted {
    return { word, count: this.#count.get(quoted(word), tooMany)?.n ?? 0 }
  }

  /** Titles with as many of the words as can be. */
  #withSeveral(words: readonly Counted[]): readonly SceneRow[] {
    if (words.length === 0) return []
    const newest = Math.max(0, (this.#newest.get()?.id ?? 0) - newestIds)
    // Whole numbers must come as such: FTS5 takes no other bound into account.
    const lists = words.flatMap(({ word, count }) => [quoted(word), BigInt(count < manyTitles ? 0 : newest)])
    return this.#sharingOf(words.length).all(...lists)
  }

  #sharingOf(words: number): Statement<(string | bigint)[], SceneRow> {
    const known = this.#sharing.get(words)
    if (known !== undefined) return known
    const lists = Array.from({ length: words }, () => 'SELECT rowid AS id FROM titles WHERE titles MATCH ? AND rowid > ?').join(' UNION ALL ')
    const made = this.#database.prepare<(string | bigint)[], SceneRow>(`SELECT s.id, s.created_at, s.title, s.date, s.organized
      FROM (SELECT id FROM (${lists}) GROUP BY id ORDER BY count(*) DESC, id DESC LIMIT ${mostRows}) JOIN scenes s USING (id)`)
    this.#sharing.set(words, made)
    return made
  }
}

function quoted(word: string): string {
  return `"${word}"`
}

/** Of equally common words, the longer one tells more. */
function rarestFirst(a: Counted, b: Counted): number {
  return a.count - b.count || b.word.length - a.word.length
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
