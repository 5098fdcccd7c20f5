import { test } from 'tap'
import { namedScenes } from './support/named-scenes.js'
import { askingOf } from './support/small-catalog.js'

const nobody = undefined
const root = '/plex/videos'

type Row = readonly [name: string, automatic: number | undefined, best: number | undefined]

/** Files as they lie below Plex's library folder, without Plex's word on sizes: what is answered, and what Fix Match shows first. */
const unsized: readonly Row[] = [
  ['Blue Door Films/Velvet Morning in Lisbon (2024).mp4', 1, 1],
  ['x/y/Blue Door Films/Velvet Morning in Lisbon (2024).mp4', 1, 1],
  ['Blue Door Films/Velvet Morning in Lisbon (2024).mkv', nobody, 1],
  ['blue door films/velvet morning in lisbon (2024).mp4', nobody, 1],
  ['Velvet Morning in Lisbon (2024).mp4', nobody, 1],
  ['Other/Velvet Morning in Lisbon (2024).mp4', nobody, 1],
  ['Velvet.Morning.in.Lisbon.2024.1080p.WEB-DL.x264-KTR.mp4', nobody, 1],
  ['Velvet_Morning_in_Lisbon_720p.mp4', nobody, 1],
  ['[Blue Door] Velvet Morning in Lisbon [1080p].mp4', nobody, 1],
  ['(Blue Door) Velvet Morning in Lisbon.mp4', nobody, 1],
  ['Blue Door Films - 2024-01-05 - Velvet Morning in Lisbon.mp4', nobody, 1],
  ['2024-01-05 - Blue Door Films - Velvet Morning in Lisbon.mp4', nobody, 1],
  ['2024-01-05 Velvet Morning.mp4', nobody, 1],
  ['BlueDoor.24.01.05.Anna.Rivers.Velvet.Morning.In.Lisbon.XXX.1080p.MP4-WRB[rarbg].mp4', nobody, 1],
  ['bluedoor.24.01.05.velvet.morning.mp4', nobody, 1],
  ['BlueDoor 05.01.2024 Velvet Morning.mp4', nobody, 1],
  ['BlueDoor 01-05-2024 Velvet Morning.mp4', nobody, 1],
  ['BlueDoor Jan 5 2024 Velvet Morning.mp4', nobody, 1],
  ['BlueDoor 5th of January 2024 Lisbon Morning.mp4', nobody, 1],
  ['BlueDoor_20240105_Velvet_Morning.mp4', nobody, 1],
  ['Velvet Morning in Lisbon - Anna Rivers, Bea Stone - Blue Door Films.mp4', nobody, 1],
  ['VELVET MORNING IN LISBON.MP4', nobody, 1],
  ['Velvet Mornings in Lisboa.mp4', nobody, 1],
  ['Lisbon, Velvet Morning in.mp4', nobody, 1],
  ['velvet-morning-in-lisbon_4k_hevc.mp4', nobody, 1],
  ['Velvet Morning in Lisbon 3840x2160 60fps.mp4', nobody, 1],
  ['Velvet Morning in Lisbon (1).mp4', nobody, 1],
  ['Copy of Velvet Morning in Lisbon.mp4', nobody, 1],
  ['Harbour Pictures/2023/Anna Rivers - Golden Garden.mkv', 2, 2],
  ['2023/Anna Rivers - Golden Garden.mkv', nobody, 2],
  ['Anna Rivers - Golden Garden.mkv', nobody, 2],
  ['Harbour Pictures - Golden Garden - Anna Rivers.mp4', nobody, 2],
  ['Golden Garden (2023).mp4', nobody, 2],
  ['Golden Garden (2019).mp4', nobody, 3],
  ['Golden Garden 2019-06-02.mp4', nobody, 3],
  ['Nine Lamps/Golden Garden.wmv', 3, 3],
  ['Nine Lamps - Golden Garden.mp4', nobody, 3],
  ['Golden Garden [NineLamps] [2.6.2019].mp4', nobody, 3],
  ['GoldenGarden.mp4', nobody, nobody],
  ['Red Thread/redthread.22.02.14.bea.stone.mp4', 4, 4],
  ['redthread.22.02.14.bea.stone.720p.mp4', nobody, 4],
  ['RedThread - Bea Stone - The Lighthouse Keepers Daughter.mp4', nobody, 4],
  ['The Lighthouse Keeper’s Daughter.mp4', nobody, 4],
  ['Lighthouse Keeper Daughter (14.02.2022).mp4', nobody, 4],
  ['Feb 14, 2022 - Bea Stone.mp4', nobody, 4],
  ['2022.02.14.mp4', nobody, 4],
  ['Sunday Live/sundaylive.21.03.04.anna.rivers.1080p.mp4', 5, 5],
  ['sundaylive.21.03.04.anna.rivers.2160p.mp4', nobody, 5],
  ['Sunday Live - Anna Rivers - 04.03.2021.mp4', nobody, 5],
  ['SundayLive.E35.Anna.Rivers.2021-03-04.WEBRip.mp4', nobody, 5],
  ['Sunday Live/sundaylive.20.12.24.mia.fox.mp4', 6, 6],
  ['sundaylive.20.12.24.mia.fox.xxx.sd.mp4', nobody, 6],
  ['Mia Fox (24 Dec 2020).mp4', nobody, 6],
  ['日本/東京の夜.mp4', 7, 7],
  ['[日本] 東京の夜 (2018) [720p].mkv', nobody, 7],
  ['東京の夜 2018年.mkv', nobody, 7],
  ['Atelier/Café Ünïcödé.mp4', 8, 8],
  ['Atelier/Cafe\u0301 U\u0308ni\u0308co\u0308de\u0301.mp4', 8, 8],
  ['Cafe Unicode.mp4', nobody, 8],
  ['CAFÉ ÜNÏCÖDÉ 1080P.mp4', nobody, 8],
  ['Atelier/100% Yours.mp4', 9, 9],
  ['100 Percent Yours 05-05-2016.mp4', nobody, 9],
  ['100_ Yours.mp4', nobody, 9],
  ['Copper Originals/Night Shift/scene.mp4', 10, 10],
  ['Copper Originals/Day Shift/scene.mp4', 11, 11],
  ['Copper Originals/scene.mp4', nobody, 10],
  ['Night Shift/scene.mp4', nobody, 10],
  ['Day Shift/scene.mp4', nobody, 11],
  ['scene.mp4', nobody, 10],
  ['elsewhere/scene.mp4', nobody, 10],
  ['Copper - Day Shift.mp4', nobody, 11],
  ['Copper Originals 2015-02-01.mp4', nobody, 11],
  ['Marble/Midnight Rehearsal/Midnight Rehearsal Part 1.mp4', 12, 12],
  ['Marble/Midnight Rehearsal/Midnight Rehearsal Part 2.mp4', 13, 13],
  ['Midnight Rehearsal Part 2 [1080p].mp4', nobody, 13],
  ['Midnight Rehearsal - Part 1.mp4', nobody, 12],
  ['Marble.24.03.08.Midnight.Rehearsal.mp4', nobody, 13],
  ['Midnight Rehearsal pt2 2024-03-08.mp4', nobody, 13],
  ['phone/IMG_0001.MP4', nobody, 14],
  ['IMG_0001.MP4', nobody, 14],
  ['IMG_0001.mp4', nobody, 14],
  ['IMG_0002.MP4', nobody, nobody],
  ['clip.mp4', nobody, nobody],
  ['1.mp4', nobody, 12],
  ['Tall Grass/Summer.mp4', 15, 15],
  ['Summer.mp4', nobody, 15],
  ['Summer 2014.mp4', nobody, 15],
  ['Wild Card 2024-05-06.mp4', nobody, 16],
  ['Wild Card 06.05.2024.mp4', nobody, 16],
  ['Wild Card 05-06-2024.mp4', nobody, 16],
  ['Wild Card 05.06.2024.mp4', nobody, 17],
  ['Wild Card 24.06.05.mp4', nobody, 17],
  ['Wild Card June 5th, 2024.mp4', nobody, 17],
  ['Wild_Card-2024_06_05.mp4', nobody, 17],
  ['ABC-123.mp4', nobody, 18],
  ['jav/ABC-123.mp4', nobody, 18],
  ['ABC-123 Rainy Day.mp4', nobody, 18],
  ['[JAV] [Uncensored] ABC-123 [FHD].mp4', nobody, 18],
  ['abc123.mp4', nobody, nobody],
  ['Open Window/Broken Mirror [1080p].mp4', 19, 19],
  ['Broken Mirror [720p].mp4', nobody, 19],
  ['Broken Mirror 2021.mp4', nobody, 19],
  ['Northlight/Distant Ocean.avi', 20, 20],
  ['Distant Ocean (2013).avi', nobody, 20],
  ['Northlight 2013-05-17 Distant River.avi', nobody, 21],
  ['Distant.mp4', nobody, 21],
  ['Q+A/Q+A - The Interview.mp4', nobody, 22],
  ['Q&A - The Interview (11 Oct 2012).mp4', nobody, 22],
  ['Case Club/Twin Peaks Evening.mp4', 23, 23],
  ['case club/twin peaks evening.mp4', 24, 24],
  ['CASE CLUB/TWIN PEAKS EVENING.MP4', nobody, 23],
  ['The Art of Saying Goodbye.mp4', nobody, 25],
  ['Goodbye.mp4', nobody, 26],
  ['Second Floor - Goodbye.mp4', nobody, 26],
  ['Corner Shop/Office Hours with Carla Bloom.mp4', 27, 27],
  ['Carla Bloom - Office Hours (19-07-2023).mp4', nobody, 27],
  ['Carla Bloom Returns 2024-07-19.mp4', nobody, 28],
  ['Anything {stash-7}.mp4', 7, 7],
  ['{stash-14}/whatever.mp4', 14, 14],
  ['Golden Garden {stash-2} [1080p].mkv', 2, 2],
  ['Anything {stash-999}.mp4', nobody, nobody],
  ['{stash-1}/Velvet {stash-2}.mp4', nobody, 1],
  ['Copies/First/Copy of a Copy.mp4', 30, 30],
  ['Copies/Second/Copy of a Copy.mp4', 31, 31],
  ['Copies/Copy of a Copy.mp4', nobody, 30],
  ['A Film That Stash Has Never Seen (2024).mp4', nobody, nobody],
  ['.mp4', nobody, nobody],
  ['[1080p].mp4', nobody, nobody],
]

/** The same, with the size that Plex tells. */
const sized: readonly (readonly [name: string, size: number, automatic: number | undefined, best: number | undefined])[] = [
  ['Velvet Morning in Lisbon (2024).mp4', 1001, 1, 1],
  ['velvet morning in lisbon (2024).MP4', 1001, 1, 1],
  ['Other/Velvet Morning in Lisbon (2024).mp4', 1002, nobody, 1],
  ['Blue Door Films/Velvet Morning in Lisbon (2024).mp4', 1002, nobody, 1],
  ['Blue Door Films/Velvet Morning in Lisbon (2024).mp4', 0, nobody, 1],
  ['Velvet Morning in Lisbon.mp4', 1001, nobody, 1],
  ['scene.mp4', 1011, 11, 11],
  ['elsewhere/scene.mp4', 1010, 10, 10],
  ['Day Shift/scene.mp4', 1010, 10, 10],
  ['Day Shift/scene.mp4', 1012, nobody, 11],
  ['camera/IMG_0001.MP4', 1014, 14, 14],
  ['camera/IMG_0001.MP4', 99, nobody, 14],
  ['Copy of a Copy.mp4', 5000, nobody, 30],
  ['First/Copy of a Copy.mp4', 5000, 30, 30],
  ['Copies/Second/Copy of a Copy.mp4', 5000, 31, 31],
  ['new/twin peaks evening.mp4', 1024, 24, 24],
  ['new/twin peaks evening.mp4', 1023, nobody, 24],
  ['Anything {stash-7}.mp4', 1, 7, 7],
]

/** What a person types in Fix Match; Plex then leaves the file's name out. */
const typed: readonly (readonly [title: string, best: number | undefined, year?: number])[] = [
  ['stash-14', 14], ['14', 14], ['#14', 14], ['https://stash.example:9999/scenes/14?x=1', 14], ['stash-999', 29], ['999', nobody],
  ['velvet morning', 1], ['morning velvet lisbon', 1], ['Golden Garden', 3], ['Golden Garden 2019', 3], ['golden garden nine lamps', 3],
  ['Golden Garden', 3, 2019], ['Golden Garden', 2, 2023], ['lighthouse daughter', 4], ['red thread bea stone 2022-02-14', 4], ['anna rivers', 5],
  ['2020-12-24', 6], ['24.12.2020', 6], ['Dec 24 2020 mia fox', 6], ['東京', 7], ['cafe unicode', 8], ['100% yours', 9], ['night shift', 10],
  ['midnight rehearsal part 2', 13], ['summer', 15], ['wild card june 5 2024', 17], ['abc-123', 18], ['brokn miror', nobody], ['broken miror', 19],
  ['distant river', 21], ['q+a the interview', 22], ['goodbye', 26], ['the art of goodbye', 25], ['carla bloom', 28], ['office hours', 27], ['stash 42', 29],
  ['nothing like it', nobody], ['the interview', 22], ['the keeper', 4],
]

const show = (id: string | undefined): number | undefined => (id === undefined ? undefined : Number(id))
const stemOf = (name: string): string => name.split('/').at(-1)?.replace(/\.[^.]*$/, '') ?? ''

test('names as people have them, sizes untold', async (t) => {
  t.ok(unsized.length + sized.length + typed.length >= 120, 'a table that is worth its name')
  const ask = await askingOf(t, { scenes: namedScenes, roots: [root] })
  for (const [filename, automatic, best] of unsized) {
    const told = await ask({ filename, title: stemOf(filename) })
    t.strictSame([show(told.automatic), show(told.choices[0])], [automatic, best], `${filename}: ${told.why}`)
  }
})

test('names as people have them, sizes told', async (t) => {
  const plex: Record<string, number> = {}
  const ask = await askingOf(t, { scenes: namedScenes, roots: [root], plex })
  for (const [filename, size, automatic, best] of sized) {
    plex[`${root}/${filename}`] = size
    const told = await ask({ filename, title: stemOf(filename) })
    t.strictSame([show(told.automatic), show(told.choices[0])], [automatic, best], `${filename}, ${size} bytes: ${told.why}`)
  }
})

test('what people type in Fix Match', async (t) => {
  const ask = await askingOf(t, { scenes: namedScenes, roots: [root] })
  for (const [title, best, year] of typed) {
    const told = await ask({ title, ...(year === undefined ? {} : { year }) })
    t.equal(told.automatic, undefined, `${title} never answers by itself`)
    t.equal(show(told.choices[0]), best, `${title}: ${told.why}`)
  }
})
