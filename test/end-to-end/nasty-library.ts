import { generateLibrary } from '../../demo/library/generate-library.js'
import type { SampleLibrary, SampleScene } from '../../demo/library/sample-library.js'

/** What somebody wrote, and what of it Plex shall show; undefined for nothing at all. */
export type Pair = readonly [raw: string, shown: string | undefined]

/** Names and titles: one line, and nothing else changed. */
export const lines: readonly Pair[] = [
  ['Plain Name', 'Plain Name'],
  ['  Ann \n Lee\t', 'Ann Lee'],
  ['', undefined],
  ['<b>Bea</b> & "Co"', '<b>Bea</b> & "Co"'],
  [' \n ', undefined],
  ['\u0007Bell\u0000', 'Bell'],
  ['Zoë 😀 日本語', 'Zoë 😀 日本語'],
  ['\\back/slash {title} $& %s', '\\back/slash {title} $& %s'],
  ['null', 'null'],
  [`L${'o'.repeat(1500)}ng`, `L${'o'.repeat(999)}`],
  ['Robert\'); DROP TABLE scenes;--', 'Robert\'); DROP TABLE scenes;--'],
]

/** Summaries: no markup, line breaks kept. */
export const paragraphs: readonly Pair[] = [
  ['Just a text.', 'Just a text.'],
  ['', undefined],
  ['<p>Tom &amp; <b>Jerry</b></p><p>second<br/>third</p>', 'Tom & Jerry\nsecond\nthird'],
  ['one\r\n\r\n\r\n\r\n- two  \n', 'one\n\n- two'],
  ['I <3 you & a < b', 'I <3 you & a < b'],
  ['<div> </div>\n', undefined],
  ['<script>alert(1)</script>&lt;b&gt; &#128512; &nosuch;', 'alert(1)<b> 😀 &nosuch;'],
  ['x'.repeat(30_000), `${'x'.repeat(9999)}…`],
]

export const directors: readonly (readonly [raw: string, shown: readonly string[]])[] = [
  ['', []],
  ['Jane Roe', ['Jane Roe']],
  ['Ann Lee,  Bo Ray & Cy Poe', ['Ann Lee', 'Bo Ray', 'Cy Poe']],
  [' , ', []],
  ['Lana & Lilly Wachowski', ['Lana & Lilly Wachowski']],
  ['John Smith, Jr.', ['John Smith, Jr.']],
]

/** `file` stands for the day of the scene's file. */
export const dates: readonly (readonly [raw: string | null, shown: string])[] = [
  ['2023-05-06', '2023-05-06'], ['2023-05', '2023-05-01'], ['1999', '1999-01-01'], [null, 'file'], ['', 'file'], ['2023-02-30', 'file'], ['0001-01-01', 'file'], ['2024-02-29', '2024-02-29'],
]

export const ratings: readonly (number | null)[] = [null, 0, 1, 55, 100]

export const stashIds: readonly (readonly [raw: readonly string[], shown: readonly string[]])[] = [
  [[], []],
  [['0b8c1c9e-1111-4222-8333-944445555666'], ['stashdb://0b8c1c9e-1111-4222-8333-944445555666']],
  [['../../etc', 'a b', ''], []],
  [['twice', 'twice', 'once'], ['stashdb://twice', 'stashdb://once']],
]

const urls: readonly (readonly string[])[] = [[], ['https://www.imdb.com/title/tt0232500/'], ['', 'no address', 'https://example.org/<b>?a=1&b=2']]

/** Takes turns through a list. Lists of different lengths make ever new combinations. */
export function turn<T>(list: readonly T[], at: number): T {
  return list[at % list.length] as T
}

/** A library of 200 scenes in which every name of a studio, performer, tag and group is one of `lines`. */
export function nastyLibrary(): SampleLibrary {
  const library = generateLibrary({ seed: 11, scenes: 200 })
  const renamed = <T extends { readonly id: number, readonly name: string }>(list: readonly T[]): readonly T[] => list.map((entity) => ({ ...entity, name: turn(lines, entity.id)[0] }))
  return { ...library, studios: renamed(library.studios), performers: renamed(library.performers), groups: renamed(library.groups), tags: numbered(library.tags) }
}

/** Most tags are told apart by a number, so that 300 of them are 300 genres, but for the empty ones. */
function numbered<T extends { readonly id: number, readonly name: string }>(tags: readonly T[]): readonly T[] {
  return tags.map((tag) => {
    const [raw, shown] = turn(lines, tag.id)
    return { ...tag, name: shown === undefined || tag.id % 12 === 0 ? raw : `${tag.id} ${raw}` }
  })
}

/** What the nth scene is edited to. */
export function nastyFacts(at: number, { performers, tags, studios, groups }: SampleLibrary): Partial<SampleScene> {
  const some = (list: readonly { readonly id: number }[], count: number) => Array.from({ length: Math.min(count, list.length) }, (_, n) => (list[(at * 7 + n) % list.length]?.id ?? 1))
  return {
    title: turn(lines, at)[0],
    details: turn(paragraphs, at)[0],
    director: turn(directors, at)[0],
    date: turn(dates, at)[0],
    rating100: turn(ratings, at),
    stashIds: turn(stashIds, at)[0],
    urls: turn(urls, at),
    code: turn(lines, at + 3)[0],
    organized: at % 2 === 0,
    studioId: at % 6 === 0 ? null : (studios[at % studios.length]?.id ?? null),
    performerIds: some(performers, turn([0, 1, 3, 12], at)),
    tagIds: some(tags, turn([0, 5, 300, 20, 1], at)),
    groupIds: some(groups, turn([0, 0, 2, 1], at)),
  }
}
