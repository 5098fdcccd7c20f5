import t from 'tap'
import { rulesInOrder } from '../../core/mapping-suggestion/rule-order.js'
import type { LibraryPath } from '../../core/mapping-suggestion/suggestion.js'
import { foldersOf, mirrored, suggestionFor } from './lists.js'

const files = (count: number, pathOf: (nth: number) => string, sizeOf = (nth: number): number => 1_000_000 + nth): LibraryPath[] =>
  Array.from({ length: count }, (_, nth) => ({ path: pathOf(nth), size: sizeOf(nth) }))

t.test('ten thousand files of one name and size are told apart by their folders', async (t) => {
  const path = (root: string) => (nth: number): string => `${root}/set ${nth % 100}/take ${Math.floor(nth / 100)}/scene.mp4`
  const suggestion = suggestionFor(files(10_000, path('/plex'), () => 5), files(10_000, path('/data'), () => 5))
  t.strictSame(foldersOf(suggestion), [{ plex: '/plex', stash: '/data' }])
  t.equal(suggestion.files.sizesAgree, 10_000)
})

t.test('ten thousand copies of one file in folders without likeness suggest nothing', async (t) => {
  const suggestion = suggestionFor(files(10_000, (nth) => `/plex/${nth}/scene.mp4`, () => 5), files(10_000, (nth) => `/data/${nth + 20_000}/scene.mp4`, () => 5))
  t.strictSame(foldersOf(suggestion), [])
})

t.test('no rule is invented for folders in another order', async (t) => {
  const [year, studio] = [(nth: number) => 2020 + nth % 3, (nth: number) => `Studio ${nth % 7}`]
  const { rules, rearranged, unexplained } = suggestionFor(
    files(2100, (nth) => `/plex/${year(nth)}/${studio(nth)}/film ${nth}.mp4`), files(2100, (nth) => `/data/${studio(nth)}/${year(nth)}/film ${nth}.mp4`), ['/plex'])
  t.strictSame(rules, [])
  t.match(rearranged, [{ plex: '/plex', stash: '/data', files: 2100 }])
  t.match(unexplained[0], { path: /^\/plex\/20/, inStash: /^\/data\/Studio/ })
})

t.test('no rule is invented where Stash keeps all files in one folder', async (t) => {
  const { rules, unexplained } = suggestionFor(files(500, (nth) => `/plex/by performer/${nth % 5}/film ${nth}.mp4`), files(500, (nth) => `/data/all/film ${nth}.mp4`), ['/plex'])
  t.strictSame(rules, [])
  t.equal(unexplained.length, 10)
})

t.test('two library folders that Stash sees as one pool are two rules', async (t) => {
  const { plex, stash } = mirrored([['/disk1/media', '/pool'], ['/disk2/media', '/pool']])
  const suggestion = suggestionFor(plex, stash, ['/disk1/media', '/disk2/media'])
  t.strictSame(foldersOf(suggestion), [{ plex: '/disk1/media', stash: '/pool' }, { plex: '/disk2/media', stash: '/pool' }])
  t.equal(suggestion.files.explained, 40)
})

t.test('a folder that is mounted inside another comes first', async (t) => {
  const { plex, stash } = mirrored([['/plex/media', '/data/media'], ['/plex/media/new', '/ssd/incoming']], { count: 60 })
  t.strictSame(foldersOf(suggestionFor(plex, stash, ['/plex/media'])), [{ plex: '/plex/media/new', stash: '/ssd/incoming' }, { plex: '/plex/media', stash: '/data/media' }])
})

t.test('a rule is no wider than a library folder', async (t) => {
  const { plex, stash } = mirrored([['/plex/media', '/data/media'], ['/plex/archive', '/data/archive']])
  t.strictSame(foldersOf(suggestionFor(plex, stash)), [{ plex: '/plex', stash: '/data' }], 'not known: the shortest')
  t.strictSame(foldersOf(suggestionFor(plex, stash, ['/plex/media', '/plex/archive'])), [{ plex: '/plex/archive', stash: '/data/archive' }, { plex: '/plex/media', stash: '/data/media' }])
})

t.test('the same paths on both sides are a rule like any other', async (t) => {
  const { plex, stash } = mirrored([['/media', '/media']])
  t.strictSame(foldersOf(suggestionFor(plex, stash, ['/media'])), [{ plex: '/media', stash: '/media' }])
})

t.test('files of the same names but other sizes are refused', async (t) => {
  const { plex, stash } = mirrored([['/plex/media', '/data/media']])
  const { rules, refused, files: counts } = suggestionFor(plex.map(({ path, size }) => ({ path, size: size + 500_000 })), stash, ['/plex/media'])
  t.strictSame(rules, [])
  t.match(refused, [{ rule: { plex: '/plex/media', stash: '/data/media' }, agrees: 0, contradicts: 20 }])
  t.equal(counts.explained, 0)
})

t.test('sizes that Plex does not tell are no agreement', async (t) => {
  const { plex, stash } = mirrored([['/plex/media', '/data/media']])
  const { rules, files: counts } = suggestionFor(plex.map(({ path }) => ({ path, size: 0 })), stash, ['/plex/media'])
  t.match(rules, [{ rule: { plex: '/plex/media', stash: '/data/media' }, agrees: 0, untold: 20 }])
  t.match(counts, { explained: 20, sizesAgree: 0 })
})

t.test('some files that moved do not spoil a rule, and are shown with where they are', async (t) => {
  const { plex, stash } = mirrored([['/plex/media', '/data/media']], { count: 100 })
  const moved = plex.map((file, nth) => (nth % 5 === 0 ? { ...file, path: `/plex/media/sorted/${nth}/${file.path.split('/').at(-1) ?? ''}` } : file))
  const { rules, files: counts, unexplained } = suggestionFor(moved, stash, ['/plex/media'])
  t.match(rules, [{ rule: { plex: '/plex/media', stash: '/data/media' }, agrees: 80 }])
  t.match(counts, { explained: 80, elsewhere: 20, onlyInPlex: 0 })
  t.match(unexplained[0], { path: /sorted/, inStash: /^\/data\/media\/shelf/ })
})

t.test('a rule that the next wider one says too is left out', async (t) => {
  const [wide, same, other, within] = [{ plex: '/plex', stash: '/data' }, { plex: '/plex/new/x', stash: '/ssd/x' }, { plex: '/plex/new', stash: '/ssd' }, { plex: '/plex/old', stash: '/data/old' }]
  t.strictSame(rulesInOrder([wide, same, other, within]), [other, wide])
  t.strictSame(rulesInOrder([wide, { ...within, ignoreCase: true }]), [{ ...within, ignoreCase: true }, wide], 'but not where it takes case for the same')
})

t.test('empty libraries suggest nothing', async (t) => {
  t.match(suggestionFor([], []), { rules: [], refused: [], rearranged: [], files: { plex: 0, explained: 0 }, unexplained: [] })
})
