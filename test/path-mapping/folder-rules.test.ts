import fc from 'fast-check'
import t from 'tap'
import { compilePathMapping, type RuleMapping } from '../../shared/path-mapping/index.js'
import type { FolderRuleOptions } from '../../shared/path-mapping/rule-options.js'

async function mappingOf(...rules: FolderRuleOptions[]): Promise<RuleMapping> {
  const { mapping, faults } = await compilePathMapping(rules)
  t.same(faults, [])
  return mapping
}

const segment = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.constantFrom('a b', '$1', '$&', '[x] (1)', '...', '%2F', 'İstanbul', 'ﬁ', 'é', 'e\u0301', '日本', '😀', ' lead', '-', "it's", '*', 'ẞ'),
).map((text) => text.replaceAll(/[\\/]/gu, '_'))
const below = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join('/'))
const folder = fc.array(segment.filter((text) => text.trim() === text && text !== '.' && text !== '..'), { minLength: 1, maxLength: 3 })
  .map((segments) => `/${segments.join('/')}`)

t.test('maps folders by whole segments', async (t) => {
  const cases: [Partial<FolderRuleOptions>, string, string | undefined][] = [
    [{}, '/plex/media/a.mp4', '/data/media/a.mp4'],
    [{}, '/plex/media2/a.mp4', undefined],
    [{}, '/plex/medi', undefined],
    [{}, 'plex/media/a.mp4', undefined],
    [{}, '/plex/media', '/data/media'],
    [{}, '/plex//media///a.mp4', '/data/media/a.mp4'],
    [{}, '/PLEX/media/a.mp4', undefined],
    [{ ignoreCase: true }, '/PLEX/Media/A.mp4', '/data/media/A.mp4'],
    [{ plex: '/plex/media/', stash: '/data//media//' }, '/plex/media/a.mp4', '/data/media/a.mp4'],
    [{ plex: 'O:\\dir' }, 'O:\\dir\\sub\\a.mp4', '/data/media/sub/a.mp4'],
    [{ plex: 'O:\\dir' }, 'o:\\dir\\a.mp4', undefined],
    [{ plex: 'O:\\dir', ignoreCase: true }, 'o:/DIR/a.mp4', '/data/media/a.mp4'],
    [{ plex: 'O:\\' }, 'O:\\a.mp4', '/data/media/a.mp4'],
    [{ plex: '\\\\nas\\share' }, '\\\\nas\\share\\a.mp4', '/data/media/a.mp4'],
    [{ plex: '/plex', stash: '\\\\nas\\share\\' }, '/plex/a.mp4', '//nas/share/a.mp4'],
    [{ plex: '/' }, '/a/b.mp4', '/data/media/a/b.mp4'],
    [{ plex: '/' }, '//nas/share/b.mp4', undefined],
    [{ plex: '/plex', stash: '/' }, '/plex/a.mp4', '/a.mp4'],
    [{ plex: '/plex', stash: '/' }, '/plex', '/'],
    [{ plex: '/plex/é' }, '/plex/e\u0301/a.mp4', '/data/media/a.mp4'],
    [{}, '', undefined],
  ]
  for (const [options, path, expected] of cases) {
    const mapping = await mappingOf({ name: 'nas', plex: '/plex/media', stash: '/data/media', ...options })
    t.equal(mapping.toStash(path)?.path, expected, `${JSON.stringify(options)} ${path}`)
  }
})

t.test('lets the first rule that fits win', async (t) => {
  const mapping = await mappingOf(
    { name: 'clips', plex: '/plex/clips', stash: '/clips', local: '/mnt/clips' },
    { name: 'all', plex: '/plex', stash: '/data', ignoreCase: true },
  )
  t.same(mapping.toStash('/plex/clips/a.mp4'), { path: '/clips/a.mp4', rule: 'clips', ignoreCase: false })
  t.same(mapping.toStash('/plex/x/a.mp4'), { path: '/data/x/a.mp4', rule: 'all', ignoreCase: true })
  t.same(mapping.toLocal('/plex/clips/a.mp4')?.path, '/mnt/clips/a.mp4')
  t.equal(mapping.toLocal('/plex/x/a.mp4'), undefined)
})

t.test('gives no image that an earlier rule would steal', async (t) => {
  const mapping = await mappingOf(
    { name: 'clips', plex: '/plex/clips', stash: '/clips' },
    { name: 'all', plex: '/plex', stash: '/data' },
    { name: 'other', plex: '/other', stash: '/data' },
  )
  t.same(mapping.toPlex('/data/x/a.mp4').map(({ path }) => path), ['/plex/x/a.mp4', '/other/x/a.mp4'])
  t.same(mapping.toPlex('/data/clips/a.mp4').map(({ path }) => path), ['/other/clips/a.mp4'])
  t.same(mapping.toPlex('/elsewhere/a.mp4'), [])
})

t.test('maps to nothing what a silenced rule covers', async (t) => {
  const mapping = (await mappingOf(
    { name: 'clips', plex: '/plex/clips', stash: '/clips', local: '/here' },
    { name: 'all', plex: '/plex', stash: '/data' },
  )).without(['clips'])
  t.equal(mapping.toStash('/plex/clips/a.mp4'), undefined)
  t.equal(mapping.toLocal('/plex/clips/a.mp4'), undefined)
  t.same(mapping.toPlex('/clips/a.mp4'), [])
  t.same(mapping.toPlex('/data/clips/a.mp4'), [])
  t.equal(mapping.toStash('/plex/a.mp4')?.rule, 'all')
})

t.test('maps every path to itself without rules', async (t) => {
  const { mapping } = await compilePathMapping(undefined)
  t.same(mapping.toStash('O:\\a\\b.mp4'), { path: 'O:/a/b.mp4', rule: 'same-path', ignoreCase: false })
  t.same(mapping.toPlex('/a/b.mp4'), [{ path: '/a/b.mp4', rule: 'same-path', ignoreCase: false }])
  t.equal(mapping.toStash('b.mp4'), undefined)
  t.equal((await compilePathMapping([])).mapping.toStash('/a'), undefined)
})

t.test('brings every path below a folder back', async () => {
  await fc.assert(fc.asyncProperty(folder, folder, below, fc.boolean(), async (plex, stash, rest, ignoreCase) => {
    const { mapping, faults } = await compilePathMapping([{ name: 'r', plex, stash, ignoreCase }])
    if (faults.length > 0) throw new Error(faults.join())
    const there = mapping.toStash(`${plex}/${rest}`)
    const back = mapping.toPlex(`${stash}/${rest}`)
    return there?.path === `${stash}/${rest}` && back[0]?.path === `${plex}/${rest}` && back.length === 1
  }))
})

t.test('never takes a part of a segment', async () => {
  await fc.assert(fc.asyncProperty(folder, segment, below, async (plex, more, rest) => {
    const { mapping } = await compilePathMapping([{ name: 'r', plex, stash: '/s' }])
    const grown = plex + more
    return grown.normalize('NFC') === plex.normalize('NFC') || mapping.toStash(`${grown}/${rest}`) === undefined
  }))
})

t.test('leads every image back to its path', async () => {
  const few = fc.constantFrom('/a', '/a/b', '/b', '/a/b/c', '/', 'O:/a', '/A')
  const rules = fc.array(fc.record({ plex: few, stash: few, ignoreCase: fc.boolean() }), { minLength: 1, maxLength: 4 })
  await fc.assert(fc.asyncProperty(rules, few, segment, async (options, base, name) => {
    const { mapping } = await compilePathMapping(options.map((rule, index) => ({ name: `r${index}`, ...rule })))
    const path = `${base === '/' ? '' : base}/${name}`
    return mapping.toPlex(path).every((image) => {
      const back = mapping.toStash(image.path)
      return back !== undefined && back.path.toLowerCase() === path.toLowerCase()
    })
  }))
})

t.test('never throws whatever the path', async () => {
  const mapping = await mappingOf({ name: 'a', plex: '/', stash: 'O:\\', local: '/l', ignoreCase: true }, { name: 'b', plex: '\\\\n\\s', stash: '/s' })
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (path) => {
    mapping.toStash(path)
    mapping.toPlex(path)
    mapping.toLocal(path)
  }))
})
