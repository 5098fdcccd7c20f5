import type { CatalogWriter } from './catalog-writer.js'
import type { ChangeSource } from './change-sources.js'
import { Doubts, pathsOf } from './doubts.js'
import type { StashIndex } from './stash-index.js'
import { later, notAfter, textBefore } from './stash-time.js'
import type { Turns } from './turns.js'

export interface WindowKind {
  readonly mark: 'scene' | 'file'
  readonly source: ChangeSource
  /** Seconds before the newest change seen, from which on everything is looked at again. */
  readonly overlap: number
  /** Most pages at a look, and scenes in each. What is beyond comes at the next look. */
  readonly pages: number
  readonly pageSize: number
}

export interface WindowParts {
  readonly stash: StashIndex
  readonly writer: CatalogWriter
  readonly turns: Turns
}

/** How a look ended: `round` is through with the window, `later` has more of it to do; `behind` finds less than was seen before. */
export type WindowOutcome = 'round' | 'behind' | 'later' | 'rebuilt' | 'filling'

export interface Tally {
  updated: number
  forgotten: number
}

interface Round {
  readonly since: string
  readonly after: number
  readonly newest: string | undefined
}

/** Looks through what changed of late, in rounds by id. Between looks it remembers how far the round has come. */
export class ChangeWindow {
  readonly #kind: WindowKind
  readonly #parts: WindowParts
  readonly #doubts: Doubts
  #round: Round | undefined

  constructor(kind: WindowKind, parts: WindowParts) {
    this.#kind = kind
    this.#parts = parts
    this.#doubts = new Doubts(parts)
  }

  async look(tally: Tally, signal?: AbortSignal): Promise<WindowOutcome> {
    for (let page = 0; page < this.#kind.pages; page += 1) {
      const outcome = await this.#parts.turns.take(() => this.#page(tally, signal))
      if (outcome !== 'later') return outcome
    }
    return 'later'
  }

  async #page(tally: Tally, signal: AbortSignal | undefined): Promise<WindowOutcome> {
    const { stash, writer } = this.#parts
    const { cursor, synced_at: syncedAt } = writer.progress()
    if (syncedAt === null) return this.#stop('filling')
    const round = this.#round ?? this.#begin()
    const question = { since: round.since, after: round.after, limit: this.#kind.pageSize }
    const { ids, newest, differing, gone } = await this.#kind.source(question, { stash, known: writer.known, upTo: cursor, signal })
    if (writer.known.contradicts(differing)) {
      writer.clear()
      return this.#stop('rebuilt')
    }
    writer.correct({ current: differing, gone })
    await this.#doubts.settle({ paths: pathsOf(differing), current: differing }, signal)
    tally.updated += differing.length
    tally.forgotten += gone.length
    const end = ids.at(-1) ?? cursor
    this.#round = { ...round, after: end, newest: later(round.newest, newest) }
    return ids.length < this.#kind.pageSize || end >= cursor ? this.#finish(this.#round) : 'later'
  }

  /** A mark in the future comes from a clock that was wrong once; it must not hide what changes now. */
  #begin(): Round {
    const mark = this.#mark()
    const from = mark && notAfter(mark, Math.floor(Date.now() / 1000))
    return { since: textBefore(from, this.#kind.overlap), after: 0, newest: undefined }
  }

  #mark(): string | undefined {
    return this.#parts.writer.progress()[`${this.#kind.mark}_mark`] ?? undefined
  }

  /** The mark moves only after a whole round: until then, changes of scenes further on would fall behind it. */
  #finish({ newest }: Round): WindowOutcome {
    this.#round = undefined
    const mark = this.#mark()
    const latest = later(mark, newest)
    if (latest !== undefined && latest !== mark) this.#parts.writer.mark(this.#kind.mark, latest)
    return later(newest, mark) === newest ? 'round' : 'behind'
  }

  #stop(outcome: 'filling' | 'rebuilt'): WindowOutcome {
    this.#round = undefined
    return outcome
  }
}
