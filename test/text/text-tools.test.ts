import fc from 'fast-check'
import t from 'tap'
import { normalise, similarity } from '../../shared/text/compare.js'
import { globs } from '../../shared/text/globs.js'
import { basename, parentName } from '../../shared/text/path-names.js'

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
