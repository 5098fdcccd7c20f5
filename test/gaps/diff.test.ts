import fc from 'fast-check'
import t from 'tap'
import { diffKeys, keyList } from '../../core/gaps/diff.js'
import { KeyedFiles } from '../../core/gaps/keyed-files.js'
import { OwnerSet } from '../../core/gaps/owner-set.js'

/** Few letters, so that equal, nested and shifted texts come up often; with what separates lines and sides elsewhere. */
const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '\n', '\0', 'é', '🎬', ''), maxLength: 12 })
const texts = fc.array(text, { maxLength: 60 })

function missing(list: readonly string[], other: ReadonlySet<string>) {
  return [...list.keys()].filter((at) => !other.has(list[at]!))
}

function naive(a: readonly string[], b: readonly string[]) {
  const [inA, inB] = [new Set(a), new Set(b)]
  return { onlyA: missing(a, inB), onlyB: missing(b, inA) }
}

t.test('differs exactly as two sets do', async (t) => {
  fc.assert(fc.property(texts, texts, (a, b) => {
    t.strictSame(diffKeys(keyList(a), keyList(b)), naive(a, b))
  }), { numRuns: 300 })
})

t.test('stays exact when the table has grown', async (t) => {
  const a = Array.from({ length: 20_000 }, (_, nth) => `/media/${nth % 100}/${nth}.mp4`)
  const b = a.map((path, nth) => nth % 1000 === 7 ? `${path}\n` : path).reverse()
  const { onlyA, onlyB } = diffKeys(keyList(a), keyList(b))
  t.strictSame(onlyA, Array.from({ length: 20 }, (_, nth) => nth * 1000 + 7))
  t.equal(onlyB.length, 20)
})

t.test('compares nothing with nothing and something', async (t) => {
  t.strictSame(diffKeys(keyList([]), keyList([])), { onlyA: [], onlyB: [] })
  t.strictSame(diffKeys(keyList(['']), keyList([])), { onlyA: [0], onlyB: [] })
})

const file = fc.record({
  path: text, key: text, owner: text, size: fc.nat(), duration: fc.option(fc.nat(9999), { nil: undefined }),
  oshash: fc.constantFrom(undefined, '0123456789abcdef'), section: fc.constantFrom(undefined, 'Films', 'Clips'),
})

t.test('keeps files and finds them by key', async (t) => {
  fc.assert(fc.property(fc.array(file, { maxLength: 40 }), texts, (files, hits) => {
    const kept = new KeyedFiles()
    for (const { key, ...one } of files) kept.add(one as never, key)
    for (const key of hits) t.equal(kept.hit(key), files.some((one) => one.key === key))
    files.forEach((one, entry) => {
      const first = files.findIndex(({ key }) => key === one.key)
      t.equal(kept.find(one.key), first)
      t.equal(kept.isFirst(entry), first === entry)
      t.equal(kept.isHit(first), hits.includes(one.key))
      t.strictSame(kept.sameKey(first), [...files.keys()].filter((at) => files[at]!.key === one.key))
      t.strictSame([kept.path(entry), kept.owner(entry), kept.oshash(entry), kept.section(entry)], [one.path, one.owner, one.oshash, one.section])
      t.strictSame([kept.size(entry), kept.duration(entry)], [one.size, one.duration === undefined ? undefined : one.duration * 1000])
    })
  }), { numRuns: 200 })
})

t.test('refuses a text of absurd length', async (t) => {
  t.throws(() => new KeyedFiles().add({ path: 'a'.repeat(70_000), size: 1, owner: '1' }, 'k'), RangeError)
})

t.test('tells owners apart as texts', async (t) => {
  const owner = fc.oneof(fc.nat(300_000).map(String), fc.constantFrom('007', '7', '-1', '1.5', '', '999999999999', 'a'))
  fc.assert(fc.property(fc.array(owner), fc.array(owner), (added, asked) => {
    const set = new OwnerSet()
    for (const one of added) set.add(one)
    t.equal(set.size, new Set(added).size)
    for (const one of [...asked, ...added]) t.equal(set.has(one), added.includes(one), one)
  }), { numRuns: 200 })
})
