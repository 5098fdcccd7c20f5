import t from 'tap'
import titles from '../../plugins/titles/index.js'
import { withoutNames } from '../../plugins/titles/without-names.js'
import type { Performer, Scene } from '../../shared/plugin-api/index.js'
import { sampleScene } from '../metadata/sample-scene.js'
import { enriching } from './enriching.js'

function performer(name: string, changes: Partial<Performer> = {}): Performer {
  return { id: '1', name, disambiguation: undefined, gender: 'FEMALE', favorite: false, photo: undefined, tags: [], ...changes }
}

const cast = [performer('Ann Lee'), performer('Bo Ray', { gender: 'MALE' }), performer('Cy', { gender: undefined, tags: [{ id: '9', name: 'Extra' }] }), performer('Di')]
const scene = sampleScene({ title: 'Ann Lee - The Garden', performers: cast, code: 'X-1' })
const untitled = sampleScene({ title: ' ', performers: cast })

t.test('makes titles as the template says', async (t) => {
  const table: [Record<string, unknown>, Partial<Scene>, string][] = [
    [{}, {}, 'Ann Lee - The Garden'],
    [{ template: '{performers} - {title}', removePerformers: true }, {}, 'Ann Lee, Bo Ray, Cy - The Garden'],
    [{ template: '{performer} - {title}', removePerformers: true }, {}, 'Ann Lee - The Garden'],
    [{ template: '{performer} - {title}' }, {}, 'Ann Lee - Ann Lee - The Garden'],
    [{ removePerformers: true }, {}, 'The Garden'],
    [{ template: '[{studio}] {title} ({year})' }, {}, '[Studio] Ann Lee - The Garden (2023)'],
    [{ template: '[{studio}] {title} ({year})' }, { studio: undefined, date: undefined }, 'Ann Lee - The Garden'],
    [{ template: '{date} {code} {filename}' }, {}, '2023-05-06 X-1 A File.name'],
    [{ template: '{date}: {title}' }, { date: '2023-05' }, '2023-05: Ann Lee - The Garden'],
    [{ template: '{parent}' }, {}, 'Ann Lee - The Garden'],
    [{ template: '{performers}', mostPerformers: 0 }, {}, 'Ann Lee, Bo Ray, Cy, Di'],
    [{ template: '{performers}', mostPerformers: 1 }, {}, 'Ann Lee'],
    [{ template: '{performers}', genders: ['FEMALE', 'UNKNOWN'] }, {}, 'Ann Lee, Cy, Di'],
    [{ template: '{performers}', skipPerformersTagged: ['ext*'], mostPerformers: 0 }, {}, 'Ann Lee, Bo Ray, Di'],
    [{ template: '{performers}', skipPerformersTagged: [9], mostPerformers: 0 }, {}, 'Ann Lee, Bo Ray, Di'],
    [{ template: '{studio}: {title}' }, { studio: { id: '3', name: ' \n', logo: undefined, parent: undefined } }, 'Ann Lee - The Garden'],
  ]
  for (const [options, changes, expected] of table) {
    const describe = await enriching(titles, options)
    t.equal((await describe({ ...scene, ...changes })).title, expected, JSON.stringify({ ...options, ...changes }))
  }
})

t.test('keeps the file name of untitled scenes', async (t) => {
  const template = '{performers} - {title}'
  t.equal((await (await enriching(titles, { template, removePerformers: true }))(untitled)).title, 'A File.name')
  t.equal((await (await enriching(titles, { template, untitled: 'template' }))(untitled)).title, 'Ann Lee, Bo Ray, Cy')
  t.equal((await (await enriching(titles, { template: '{code}', untitled: 'template' }))(untitled)).title, 'A File.name')
})

t.test('sorts by a template without articles', async (t) => {
  const table: [Record<string, unknown>, string | undefined][] = [
    [{}, undefined],
    [{ sort: '{title}' }, 'Ann Lee - The Garden'],
    [{ sort: '{title}', removePerformers: true }, 'Garden'],
    [{ sort: '{title}', removePerformers: true, articles: [] }, 'The Garden'],
    [{ sort: '{studio} {date} {title}', removePerformers: true }, 'Studio 2023-05-06 Garden'],
    [{ sort: '{code}' }, 'X-1'],
  ]
  for (const [options, expected] of table) t.equal((await (await enriching(titles, options))(scene)).titleSort, expected, JSON.stringify(options))
})

t.test('refuses a template with unknown fields', async (t) => {
  await t.rejects(enriching(titles, { template: '{actor}' }), /plugins\.titles\.template must match/)
  await t.rejects(enriching(titles, { sort: '{title' }), /plugins\.titles\.sort must match/)
})

t.test('takes names off front and end only', async (t) => {
  const names = ['Ann Lee', 'Bo Ray', 'Cy', 'J. (Jo) O\'Neil+']
  const table: [string, string][] = [
    ['Ann Lee - Garden', 'Garden'],
    ['ann lee: Garden', 'Garden'],
    ['Ann Lee, Bo Ray & Cy | Garden', 'Garden'],
    ['Ann Lee and Bo Ray – Garden', 'Garden'],
    ['Garden - Ann Lee', 'Garden'],
    ['Garden (Ann Lee)', 'Garden'],
    ['Garden [Ann Lee, Cy]', 'Garden'],
    ['[Ann Lee] Garden', 'Garden'],
    ['Ann Lee - Garden - Bo Ray', 'Garden'],
    ['J. (Jo) O\'Neil+ - Garden', 'Garden'],
    ['A Day with Ann Lee', 'A Day with Ann Lee'],
    ['Ann Lee in the Garden', 'Ann Lee in the Garden'],
    ['Ann Lee\'s Garden', 'Ann Lee\'s Garden'],
    ['Cynthia - Garden', 'Cynthia - Garden'],
    ['Garden - Ann Lee Returns', 'Garden - Ann Lee Returns'],
    ['Ann Lee', 'Ann Lee'],
    ['Ann Lee & Bo Ray', 'Ann Lee & Bo Ray'],
  ]
  for (const [title, expected] of table) t.equal(withoutNames(title, names), expected)
  t.equal(withoutNames('Ann Lee - Garden', []), 'Ann Lee - Garden')
})
