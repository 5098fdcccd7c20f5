import fc from 'fast-check'
import t from 'tap'
import { lastSegments, oshashKey, pathKeys } from '../../core/catalog/keys.js'
import { titleWords } from '../../core/catalog/title-words.js'
import { foldPath, nfc, normalPath } from '../../shared/text/fold.js'
import { openCatalog, pathsOf, sceneOf } from './support/sample.js'

const segment = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
  fc.constantFrom('Ünï', 'e\u0301', 'É', 'ΟΔΟΣ', 'İ', 'ß', 'K', '%', '_', '[x]', '"', 'scene.mp4', 'SCENE.mp4'),
).map((text) => text.replaceAll(/[/\\\0]/g, '-'))
const path = fc.tuple(fc.constantFrom('', '/', '//', 'C:\\', '\\\\'), fc.array(segment, { minLength: 1, maxLength: 5 }), fc.constantFrom('/', '\\'))
  .map(([root, segments, separator]) => root + segments.join(separator))

t.test('folding twice is folding once', async () => {
  fc.assert(fc.property(path, (text) => foldPath(foldPath(text)) === foldPath(text)))
  fc.assert(fc.property(path, (text) => normalPath(normalPath(text)) === normalPath(text)))
  for (let point = 0; point < 0x30000; point += 1) {
    const text = `a${String.fromCodePoint(point)}`
    if (foldPath(foldPath(text)) !== foldPath(text)) throw new Error(`folding ${point.toString(16)} twice differs`)
  }
})

t.test('folding ignores case and Unicode form', async () => {
  fc.assert(fc.property(path, (text) => foldPath(text) === foldPath(text.normalize('NFD')) && foldPath(text) === foldPath(foldPath(text))))
  fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => foldPath(text.toUpperCase()) === foldPath(text.toLowerCase())))
})

t.test('folding each segment folds the whole', async () => {
  fc.assert(fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (segments) =>
    foldPath(segments.join('/')) === segments.map((one) => foldPath(one)).join('/')))
})

t.test('keeps the root of network paths', async (t) => {
  t.equal(normalPath('\\\\nas\\share\\\\a\\'), '//nas/share/a')
  t.equal(normalPath('/a//b/'), '/a/b')
  t.equal(normalPath('///a'), '/a')
  t.equal(normalPath('/'), '/')
})

t.test('equal folded paths have equal keys', async () => {
  fc.assert(fc.property(path, fc.constantFrom('NFC', 'NFD'), (text, form) => {
    const one = pathKeys(text)
    const two = pathKeys(text.normalize(form))
    return one.path === two.path && one.tail === two.tail && one.name === two.name
  }))
})

t.test('takes only sixteen hex digits for a hash', async (t) => {
  t.equal(oshashKey('ffffffffffffffff'), -1n)
  t.equal(oshashKey('0123456789ABCDEF'), 0x0123456789abcdefn)
  for (const wrong of ['', 'fff', '0x23456789abcdef', undefined]) t.equal(oshashKey(wrong), null)
})

t.test('every suffix of a path finds its file', async (t) => {
  const paths = fc.sample(fc.uniqueArray(path, { minLength: 80, maxLength: 120 }), { numRuns: 1, seed: 7 }).flat()
  const { reader } = openCatalog(t, paths.map((one, index) => sceneOf(index + 1, [one])))
  for (const one of paths) {
    const segments = normalPath(one).split('/').filter((text) => text !== '')
    for (const count of segments.keys()) {
      const suffix = segments.slice(count).join('/')
      const found = reader.bySuffix(suffix)
      if (!found.truncated && !pathsOf(found).includes(one)) t.fail(`${JSON.stringify(suffix)} does not find ${JSON.stringify(one)}`)
      if (!found.truncated) t.equal(found.likeness, 'exact')
    }
  }
})

t.test('exact beats Unicode form beats case', async (t) => {
  const scenes = fc.sample(fc.uniqueArray(path, { minLength: 60, maxLength: 60 }), { numRuns: 1, seed: 11 }).flat()
    .flatMap((one) => [one, one.normalize('NFD'), one.toUpperCase(), one.toLowerCase()])
    .map((one, index) => sceneOf(index + 1, [one]))
  const { reader } = openCatalog(t, scenes)
  const all = scenes.flatMap((scene) => scene.files.map((file) => normalPath(file.path)))
  fc.assert(fc.property(fc.constantFrom(...all), (wanted) => {
    for (const asked of [wanted, nfc(wanted), wanted.toUpperCase(), wanted.toLowerCase()]) {
      const found = reader.byPath(asked)
      const exact = all.filter((one) => one === asked).length
      const alike = all.filter((one) => nfc(one) === nfc(asked)).length
      const folded = all.filter((one) => foldPath(one) === foldPath(asked)).length
      const expected = exact > 0 ? ['exact', exact] : alike > 0 ? ['nfc', alike] : folded > 0 ? ['folded', folded] : [undefined, 0]
      if (found.likeness !== expected[0] || found.files.length !== expected[1]) return false
    }
    return true
  }))
  t.pass('as a plain search through the list says')
})

t.test('title words contain nothing but letters and digits', async () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => titleWords(text).every((one) => /^[\p{L}\p{N}]+$/u.test(one))))
})

t.test('segments are counted from the end', async (t) => {
  t.equal(lastSegments('/a/b/c', 2), 'b/c')
  t.equal(lastSegments('c', 2), 'c')
})
