import fc from 'fast-check'
import t from 'tap'
import { normalise, similarity } from '../../shared/text/compare.js'
import { globs } from '../../shared/text/globs.js'
import { inList } from '../../shared/text/in-list.js'
import { basename, parentName } from '../../shared/text/path-names.js'
import { template } from '../../shared/text/template.js'

t.test('normalises titles to words', async (t) => {
  const cases: [string, string][] = [
    ['  A.Scene_Name [1080p] (2024)!', 'a scene name 1080p 2024'],
    ['Cafe\u0301', 'café'],
    ['ÀÉ—Ö', 'àé ö'],
    ['日本 ５', '日本 ５'],
    ['...', ''],
  ]
  for (const [text, expected] of cases) t.equal(normalise(text), expected)
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => normalise(normalise(text)) === normalise(text)))
})

t.test('measures how alike two titles are', async (t) => {
  t.equal(similarity('My Scene', 'my.scene'), 1)
  t.equal(similarity('', 'a'), 0)
  t.ok(similarity('Lunna Real, Eu Quero', 'Eu Quero - Lunna Real') > 0.9)
  t.ok(similarity('The Wedding Gues', 'The Wedding Guest') > 0.9)
  t.ok(similarity('Summer Nights', 'Completely other') < 0.4)
  t.ok(similarity('part 1', '1 part') < 1)
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => {
    const value = similarity(a, b)
    return value >= 0 && value <= 1 && value === similarity(b, a) && (value === 1) === (normalise(a) === normalise(b))
  }))
})

t.test('takes names from paths with either separator', async (t) => {
  const cases: [string, string, string][] = [
    ['/a/b/c.mp4', 'c.mp4', 'b'],
    ['O:\\dir\\c.mp4', 'c.mp4', 'dir'],
    ['O:\\c.mp4', 'c.mp4', ''],
    ['/c.mp4', 'c.mp4', ''],
    ['c.mp4', 'c.mp4', ''],
    ['/a/b/', 'b', 'a'],
    ['/', '', ''],
    ['', '', ''],
  ]
  for (const [path, name, parent] of cases) t.same([basename(path), parentName(path)], [name, parent], path)
})

t.test('matches globs on paths', async (t) => {
  const cases: [string[], string, boolean][] = [
    [['/data/**'], '/data/x/.trash/a.mp4', true],
    [['/data/**'], '/data2/a.mp4', false],
    [['**/*.MP4'], '/Data/a.mp4', true],
    [['**/.trash/**'], 'C:\\lib\\.trash\\a.mp4', true],
    [['*.mp4'], '/data/a.mp4', false],
    [['/x/**', '/data/*/é.mp4'], '/data/a/e\u0301.mp4', true],
    [['/data/{a,b}/*'], '/data/b/x', true],
    [[], '/data', false],
    [['**'], '/'.repeat(300), false],
  ]
  for (const [patterns, path, expected] of cases) t.equal(globs(patterns)(path), expected, `${patterns.join()} ${path}`)
})

t.test('refuses costly or empty globs', async (t) => {
  for (const pattern of ['', ' ', '*a*b*c*d', 'a'.repeat(513), '**/a/**/b/**/c/**/d']) {
    t.throws(() => globs(['/ok', pattern]), { code: 'S2P_GLOB_INVALID' }, pattern.slice(0, 20))
  }
  fc.assert(fc.property(fc.string(), fc.string(), (pattern, path) => {
    try {
      globs([pattern])(path)
    } catch (error) {
      if ((error as { code?: string }).code !== 'S2P_GLOB_INVALID') throw error
    }
  }))
})

t.test('finds names, ids and globs in lists', async (t) => {
  const cases: [(string | number)[], string, boolean][] = [
    [[], 'Outdoor', false],
    [['outdoor '], 'Outdoor', true],
    [['Out'], 'Outdoor', false],
    [['out*'], 'Outdoor', true],
    [['*/b*'], 'A/Big', true],
    [['*'], 'A/B\\C', true],
    [['a*'], 'A/B', true],
    [['[xx] temp'], '[XX] Temp', true],
    [['c++'], 'C++', true],
    [['cafe\u0301'], 'CAFÉ', true],
    [[7], 'Outdoor', true],
    [[77], 'Outdoor', false],
    [['7'], 'Outdoor', false],
    [['x', 'y?z'], 'y-z', true],
    [['long*'], `long${'o'.repeat(2000)}`, true],
  ]
  for (const [list, name, expected] of cases) t.equal(inList(list)({ id: '7', name }), expected, `${list.join()} ${name}`)
  t.throws(() => inList(['*a*b*c*d']), { code: 'S2P_GLOB_INVALID' })
})

t.test('leaves empty parts out of templates', async (t) => {
  const all = { a: 'A', b: 'B', c: 'C' }
  const cases: [string, Record<string, string | undefined>, string][] = [
    ['{a} - {b}: {c}', all, 'A - B: C'],
    ['{a} - {b}: {c}', { a: 'A', c: 'C' }, 'A - C'],
    ['{a} - {b}: {c}', { b: 'B', c: 'C' }, 'B: C'],
    ['{a} - {b}: {c}', { b: 'B' }, 'B'],
    ['{a} - {b}: {c}', {}, ''],
    ['[{a}] {b} ({c})', all, '[A] B (C)'],
    ['[{a}] {b} ({c})', { b: 'B' }, 'B'],
    ['[{a}] {b} ({c})', { a: 'A', c: ' ' }, '[A]'],
    ['{b} ({a}, {c})', { b: 'B', c: 'C' }, 'B (C)'],
    ['{b} ([{a}] {c})', { b: 'B', c: 'C' }, 'B (C)'],
    ['#{a}: {b}!', { b: 'B' }, 'B!'],
    ['#{a}: {b}!', { a: 'A' }, '#A'],
    ['{a} (HD) {b}', all, 'A (HD) B'],
    ['{a} (HD)', all, 'A (HD)'],
    ['{a} (( {b}', all, 'A (( B'],
    ['{a}) {b}', { b: 'B' }, 'B'],
    ['{a}{b}  {c}', { a: 'x\n y', c: 'C' }, 'x y C'],
    ['{constructor}{toString}', all, ''],
    ['plain', all, ''],
  ]
  for (const [text, values, expected] of cases) t.equal(template(text)(values), expected, `${text} ${Object.keys(values).join()}`)
  t.equal(template('('.repeat(5000) + '{a}')(all).length, 1000)
})

t.test('renders any template to one line', async () => {
  const piece = fc.constantFrom('{a}', '{b}', '(', ')', '[', ']', ' - ', 'x', '{', '}', '\n')
  fc.assert(fc.property(fc.array(piece), fc.string(), (pieces, a) => !/[\n]|^\s|\s$/.test(template(pieces.join(''))({ a }))))
})
