import fc from 'fast-check'
import { test } from 'tap'
import { cleanTitle } from '../../plugins/title-date/clean-title.js'
import titleDate from '../../plugins/title-date/index.js'
import { isQualityWord } from '../../plugins/title-date/quality-words.js'
import { datesIn } from '../../plugins/title-date/read-dates.js'
import { ask, matchersOf } from './fake-host.js'

const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const two = (number: number): string => String(number).padStart(2, '0')

/** How people write a day; each is read back, if not as the first reading then as another. */
const spellings: readonly ((y: number, m: number, d: number) => string)[] = [
  (y, m, d) => `${y}-${two(m)}-${two(d)}`, (y, m, d) => `${y}.${two(m)}.${two(d)}`, (y, m, d) => `${y}_${m}_${d}`, (y, m, d) => `${y}${two(m)}${two(d)}`,
  (y, m, d) => `${two(d)}.${two(m)}.${y}`, (y, m, d) => `${d}.${m}.${y}`, (y, m, d) => `${two(m)}-${two(d)}-${y}`, (y, m, d) => `${m}/${d}/${y}`,
  (y, m, d) => `${two(y % 100)}.${two(m)}.${two(d)}`, (y, m, d) => `${two(y % 100)}-${two(m)}-${two(d)}`,
  (y, m, d) => `${monthNames[m - 1]} ${d} ${y}`, (y, m, d) => `${monthNames[m - 1]?.slice(0, 3)} ${d}, ${y}`, (y, m, d) => `${d}th of ${monthNames[m - 1]} ${y}`,
  (y, m, d) => `${d}.${monthNames[m - 1]?.slice(0, 3).toLowerCase()}.${y}`, (y, m, d) => `${y} ${monthNames[m - 1]?.toUpperCase()} ${d}`,
]

const day = fc.record({ y: fc.integer({ min: 1980, max: 2025 }), m: fc.integer({ min: 1, max: 12 }), d: fc.integer({ min: 1, max: 28 }) })
const words = fc.stringMatching(/^[a-z]{0,8}$/)

test('reads a day however it is written', (t) => {
  fc.assert(fc.property(day, fc.constantFrom(...spellings), words, words, ({ y, m, d }, spell, head, tail) => {
    const written = spell(y, m, d)
    const text = `${head} ${written} ${tail}`.trim()
    const found = datesIn(text)
    const readings = found.flatMap((date) => date.readings)
    return found.length === 1 && readings.includes(`${y}-${two(m)}-${two(d)}`) && found.every(({ start, end }) => written.includes(text.slice(start, end)))
  }), { numRuns: 500 })
  t.end()
})

test('reads no day that no calendar has', (t) => {
  const exists = (date: string): boolean => new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10) === date
  const numbers = fc.array(fc.oneof(fc.integer({ min: 0, max: 9999 }).map(String), fc.constantFrom('.', '-', ' ', '_', 'Feb', '/', 'a')), { maxLength: 12 }).map((parts) => parts.join(''))
  fc.assert(fc.property(numbers, (text) => datesIn(text).every(({ readings, start, end }) => readings.length > 0 && readings.every(exists) && start < end && end <= text.length)), { numRuns: 500 })
  for (const text of ['2024-02-30', '31.04.2024', '13-13-2024', '1920x1080', '20241301', '1080p', '12345678', '2024-1', '7 of 9', 'v1.2.3', 'May I 2024']) t.strictSame(datesIn(text), [], text)
  t.end()
})

test('the likelier day is read first', (t) => {
  const first = (text: string): string | undefined => datesIn(text)[0]?.readings[0]
  for (const [text, date] of [['05.06.2024', '2024-06-05'], ['05-06-2024', '2024-05-06'], ['25-06-2024', '2024-06-25'], ['24.06.05', '2024-06-05'], ['98.06.05', '1998-06-05'], ['31.12.24', '2024-12-31']] as const) t.equal(first(text), date, text)
  t.equal(datesIn('2024-01-05 and 06.07.2019').length, 2)
  t.end()
})

test('cleaning keeps words and drops the rest', (t) => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (title) => {
    const { bare, whole, parts } = cleanTitle(title)
    return [bare, whole, ...parts].every((text) => !/[[\]{}()_]/u.test(text) && text === text.trim() && text.split(' ').every((word) => word === '' || !isQualityWord(word)))
  }), { numRuns: 500 })
  const name = fc.constantFrom('Velvet Morning', 'Golden Garden', 'Night Shift', 'Q+A', '東京の夜')
  const noise = fc.constantFrom('[1080p]', '{edition}', '1920x1080', 'WEB-DL', 'x264', 'XXX', '[139733]', '60fps', 'H.265')
  fc.assert(fc.property(name, fc.array(noise, { maxLength: 4 }), (title, noises) => cleanTitle([title, ...noises].join(' ')).bare === cleanTitle(title).bare))
  t.end()
})

const cleaned: readonly (readonly [title: string, bare: string])[] = [
  ['Blue (A) 2024-05-06 [1920x1080] 1080p Bay', 'Bay'], ['Blue.Harbour.2024.05.06.1080p.WEB-DL-KTR.mp4', 'Blue Harbour'], ['studio.24.05.06.anna.rivers.blue.harbour.xxx', 'anna rivers blue harbour'],
  ['A much longer title before 2024-05-06 and after', 'A much longer title before and after'], ['[1080p]', ''], ['(Only Brackets)', 'Only Brackets'], ['Sci-Fi Night_part.2.mkv', 'Sci Fi Night part 2'],
]

test('takes names of files apart', (t) => {
  for (const [title, bare] of cleaned) t.equal(cleanTitle(title).bare, bare, title)
  t.equal(cleanTitle('Golden Garden (2019)').year, 2019)
  t.strictSame(cleanTitle('Nine Lamps - Anna Rivers - Golden Garden').parts, ['Nine Lamps', 'Anna Rivers', 'Golden Garden'])
  t.end()
})

test('answers people only, and is never certain', async (t) => {
  const scenes = [{ id: '4', createdAt: 1, title: 'Blue Harbour', date: '2024-05-06', organized: false }, { id: '5', createdAt: 1, title: 'Blue Harbour', date: '2019', organized: false }]
  const matchers = await matchersOf(titleDate, { scenes }, undefined)
  const found = await ask(matchers, { manual: true, title: 'Blue Harbour 2024-05-06 [1080p]', places: [] })
  t.strictSame(found.map(({ sceneId }) => sceneId), ['4', '5'])
  t.ok(found.every(({ score }) => score < 100))
  t.match(found[0]?.reason, /100 % alike, same date/)
  t.strictSame(await ask(matchers, { manual: false, title: 'Blue Harbour', places: [] }), [])
  t.strictSame(await ask(matchers, { manual: true, filename: 'Blue Harbour.mp4', places: [] }).then((all) => all.length), 2, 'the file\'s name where no title is told')
})
