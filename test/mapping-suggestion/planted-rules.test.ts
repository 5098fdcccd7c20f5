import fc from 'fast-check'
import t from 'tap'
import { foldPath } from '../../shared/text/fold.js'
import type { LibraryPath } from '../../core/mapping-suggestion/suggestion.js'
import { kindredOf } from '../../core/mapping-suggestion/kindred.js'
import { foldersOf, listOf, suggestionFor } from './lists.js'

/** Names of the two sides never meet, so a planted folder is the shortest one. */
const plexName = fc.constantFrom('plex', 'media', 'Filme', 'disk é', 'M-One', 'new')
const stashName = fc.constantFrom('data', 'mnt', 'Videos', 'archiv ü', 'pool', 'S')
const innerName = fc.constantFrom('a', 'B', 'take 1', 'Ünï', 'c'.repeat(40))
const baseName = fc.constantFrom('scene.mp4', 'scene.mp4', 'Video.MKV', 'café.mp4', '1.mp4', 'film.wmv')

const posix = (name: fc.Arbitrary<string>) => fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => `/${names.join('/')}`)
const windows = (name: fc.Arbitrary<string>) => fc.oneof(
  fc.tuple(fc.constantFrom('O:', 'd:'), name).map(([drive, folder]) => `${drive}\\${folder}`),
  fc.tuple(name, name).map(([server, share]) => `\\\\${server}\\${share}`))
const folder = (name: fc.Arbitrary<string>) => fc.oneof({ weight: 3, arbitrary: posix(name) }, { weight: 1, arbitrary: windows(name) })

interface Planted {
  readonly plex: string
  readonly stash: string
  readonly files: readonly { readonly folders: readonly string[], readonly base: string }[]
  readonly shouts: boolean
  readonly decomposed: boolean
}

const plantedRule: fc.Arbitrary<Planted> = fc.record({
  plex: folder(plexName), stash: folder(stashName),
  files: fc.array(fc.record({ folders: fc.array(innerName, { maxLength: 3 }), base: baseName }), { minLength: 8, maxLength: 40 }),
  shouts: fc.boolean(), decomposed: fc.boolean(),
})

const isWindows = (path: string): boolean => /^(?:[a-z]:|\\)/i.test(path)
const native = (root: string, rest: string): string => root + (isWindows(root) ? rest.replaceAll('/', '\\') : rest)
const within = (one: string, other: string): boolean => foldPath(one) === foldPath(other) || foldPath(one).startsWith(`${foldPath(other)}/`)

/** No two rules share a folder of Stash, or the same folder of Plex; one may lie within another of Plex's. */
const plantedRules = fc.array(plantedRule, { minLength: 1, maxLength: 4 }).filter((rules) => rules.every((one, at) => rules.every((other, index) =>
  at === index || (foldPath(one.plex) !== foldPath(other.plex) && !within(one.stash, other.stash)))))

interface World { readonly plex: LibraryPath[], readonly stash: LibraryPath[] }

function worldOf(rules: readonly Planted[], strangers: number): World {
  const world: World = { plex: [], stash: [] }
  const taken = new Set<string>()
  let size = 1_000_000
  for (const { plex, stash, files, shouts, decomposed } of rules) {
    for (const { folders, base } of files) {
      const rest = `/${[...folders, base].join('/')}`
      const told = decomposed ? rest.normalize('NFD') : rest
      const [one, other] = [native(plex, shouts ? told.toUpperCase() : told), native(stash, rest)]
      if (taken.has(foldPath(one)) || taken.has(`stash ${foldPath(other)}`)) continue
      taken.add(foldPath(one)).add(`stash ${foldPath(other)}`)
      world.plex.push({ path: one, size: ++size })
      world.stash.push({ path: other, size })
    }
  }
  for (let nth = 0; nth < strangers; nth++) {
    const { plex = '', stash = '' } = rules[nth % rules.length] ?? {}
    world.plex.push({ path: native(plex, `/only plex/scene ${nth}.mp4`), size: 10 + 2 * nth })
    world.stash.push({ path: native(stash, `/only stash/film ${nth}.mp4`), size: 11 + 2 * nth })
  }
  return world
}

function expected({ plex, stash, shouts }: Planted): object {
  return { plex, stash, ...(shouts || isWindows(plex) || isWindows(stash) ? { ignoreCase: true } : {}) }
}

const inOrder = (rules: readonly object[]): string[] => rules.map((rule) => JSON.stringify(rule)).toSorted()
/** Enough files are left of each rule where several have the same ones. */
const isTelling = (rules: readonly Planted[], { plex }: World): boolean => rules.every((rule) => plex.filter(({ path }) => within(path, rule.plex)).length >= 6)

t.test('suggested rules are the planted ones', async () => {
  fc.assert(fc.property(plantedRules, fc.nat(4), fc.boolean(), (rules, strangers, knowsFolders) => {
    const world = worldOf(rules, strangers)
    fc.pre(isTelling(rules, world))
    const suggestion = suggestionFor(world.plex, world.stash, knowsFolders ? rules.map(({ plex }) => plex) : [])
    return inOrder(foldersOf(suggestion)).join() === inOrder(rules.map(expected)).join()
  }), { numRuns: 300 })
})

t.test('the order of the files makes no difference', async () => {
  fc.assert(fc.property(plantedRules, fc.infiniteStream(fc.nat()), (rules, dice) => {
    const world = worldOf(rules, 3)
    const shuffled = world.plex.map((file) => ({ file, at: dice.next().value as number })).toSorted((a, b) => a.at - b.at).map(({ file }) => file)
    return inOrder(foldersOf(suggestionFor(world.plex, world.stash))).join() === inOrder(foldersOf(suggestionFor(shuffled, world.stash.toReversed()))).join()
  }), { numRuns: 100 })
})

t.test('files of Stash that are not kindred make no difference', async () => {
  const anyFile = fc.record({ path: fc.tuple(posix(fc.constantFrom('a', 'b')), fc.constantFrom('x.mp4', 'Y.mp4', 'y.mp4', 'z.mp4')).map(([root, name]) => `${root}/${name}`), size: fc.integer({ min: 0, max: 9 }) })
  fc.assert(fc.property(plantedRules, fc.array(anyFile, { maxLength: 40 }), (rules, others) => {
    const { plex, stash } = worldOf(rules, 4)
    const isKindred = kindredOf(listOf(plex))
    const all = suggestionFor(plex, [...stash, ...others])
    const some = suggestionFor(plex, [...stash, ...others].filter(isKindred))
    return JSON.stringify({ ...all, files: { ...all.files, stash: 0 } }) === JSON.stringify({ ...some, files: { ...some.files, stash: 0 } })
  }), { numRuns: 200 })
})

t.test('no suggested rule contradicts the sizes', async () => {
  const file = fc.record({ path: fc.tuple(posix(fc.constantFrom('a', 'b', 'c')), fc.constantFrom('x.mp4', 'y.mp4', 'z.mp4')).map(([root, name]) => `${root}/${name}`), size: fc.integer({ min: 0, max: 6 }) })
  fc.assert(fc.property(fc.array(file, { maxLength: 60 }), fc.array(file, { maxLength: 60 }), (plex, stash) => {
    const { rules, files } = suggestionFor(plex, stash)
    return rules.every(({ agrees, untold, contradicts }) => contradicts <= Math.max(1, 0.02 * (agrees + untold + contradicts)) && agrees + untold > 0)
      && files.explained + files.contradicted + files.elsewhere + files.onlyInPlex === new Set(plex.map(({ path }) => path)).size
  }), { numRuns: 500 })
})
