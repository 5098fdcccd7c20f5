import type { IndexedScene } from '../../../core/catalog/stash-index.js'
import { sceneOf } from '../../catalog/support/sample.js'

type Named = readonly [id: number, title: string | undefined, date: string | undefined, path: string]

const named: readonly Named[] = [
  [1, 'Velvet Morning in Lisbon', '2024-01-05', '/data/Blue Door Films/Velvet Morning in Lisbon (2024).mp4'],
  [2, 'Golden Garden', '2023-11-30', '/data/Harbour Pictures/2023/Anna Rivers - Golden Garden.mkv'],
  [3, 'Golden Garden', '2019-06-02', '/data/Nine Lamps/Golden Garden.wmv'],
  [4, 'The Lighthouse Keeper\'s Daughter', '2022-02-14', '/data/Red Thread/redthread.22.02.14.bea.stone.mp4'],
  [5, 'Anna Rivers', '2021-03-04', '/data/Sunday Live/sundaylive.21.03.04.anna.rivers.1080p.mp4'],
  [6, undefined, '2020-12-24', '/data/Sunday Live/sundaylive.20.12.24.mia.fox.mp4'],
  [7, '東京の夜', '2018-08-08', '/data/日本/東京の夜.mp4'],
  [8, 'Café Ünïcödé', '2017-07-07', '/data/Atelier/Café Ünïcödé.mp4'],
  [9, '100% Yours', '2016-05-05', '/data/Atelier/100% Yours.mp4'],
  [10, 'Night Shift', '2015-01-01', '/data/Copper Originals/Night Shift/scene.mp4'],
  [11, 'Day Shift', '2015-02-01', '/data/Copper Originals/Day Shift/scene.mp4'],
  [12, 'Midnight Rehearsal Part 1', '2024-03-01', '/data/Marble/Midnight Rehearsal/Midnight Rehearsal Part 1.mp4'],
  [13, 'Midnight Rehearsal Part 2', '2024-03-08', '/data/Marble/Midnight Rehearsal/Midnight Rehearsal Part 2.mp4'],
  [14, undefined, undefined, '/data/phone/IMG_0001.MP4'],
  [15, 'Summer', '2014-06-01', '/data/Tall Grass/Summer.mp4'],
  [16, 'Wild Card', '2024-05-06', '/data/Paper Moon/Wild Card a.mp4'],
  [17, 'Wild Card', '2024-06-05', '/data/Paper Moon/Wild Card b.mp4'],
  [18, 'ABC-123 Rainy Day', '2020-02-02', '/data/jav/ABC-123.mp4'],
  [19, 'Broken Mirror', undefined, '/data/Open Window/Broken Mirror [1080p].mp4'],
  [20, 'Distant Ocean', '2013', '/data/Northlight/Distant Ocean.avi'],
  [21, 'Distant River', '2013-05', '/data/Northlight/Distant River.avi'],
  [22, 'Q+A: The Interview', '2012-10-11', '/data/Q+A/Q+A - The Interview.mp4'],
  [23, 'Upper Twin', undefined, '/data/Case Club/Twin Peaks Evening.mp4'],
  [24, 'Lower Twin', undefined, '/data/case club/twin peaks evening.mp4'],
  [25, 'The Art of Saying Goodbye', '2011-11-11', '/data/Second Floor/The Art of Saying Goodbye.m4v'],
  [26, 'Goodbye', '2010-10-10', '/data/Second Floor/Goodbye.m4v'],
  [27, 'Office Hours with Carla Bloom', '2023-07-19', '/data/Corner Shop/Office Hours with Carla Bloom.mp4'],
  [28, 'Carla Bloom Returns', '2024-07-19', '/data/Corner Shop/Carla Bloom Returns.mp4'],
  [29, 'Stash 42', undefined, '/data/Atelier/number.mp4'],
  [30, 'Same Size One', undefined, '/data/Copies/First/Copy of a Copy.mp4'],
  [31, 'Same Size Two', undefined, '/data/Copies/Second/Copy of a Copy.mp4'],
]

/** Scenes as people have them; a file's size is 1000 + its scene's id, but both copies are 5000. */
export const namedScenes: readonly IndexedScene[] = named.map(([id, title, date, path]) => {
  const scene = sceneOf(id, [path], { title, date })
  return { ...scene, files: scene.files.map((file) => ({ ...file, size: id >= 30 ? 5000 : 1000 + id })) }
})
