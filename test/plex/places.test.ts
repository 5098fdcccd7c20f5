import fc from 'fast-check'
import t from 'tap'
import { placesOf, type PlacesOptions } from '../../core/plex/places.js'
import { compilePathMapping } from '../../shared/path-mapping/index.js'

const { mapping } = await compilePathMapping([{ name: 'nas', plex: '/plex', stash: '/data', local: '/mnt' }])

function paths(filename: string, roots: string[], options: Partial<PlacesOptions> = {}): string[] {
  return placesOf(filename, { roots: roots.map((path) => ({ path })), form: 'auto', mapping, ...options }).map(({ plexPath }) => plexPath)
}

t.test('puts the name below every library folder', async (t) => {
  t.same(placesOf('S/a.mp4', { roots: [{ path: '/plex/one/', sectionId: '1' }, { path: 'O:\\two' }], form: 'auto', mapping }), [
    { plexPath: '/plex/one/S/a.mp4', root: '/plex/one/', sectionId: '1', stash: { path: '/data/one/S/a.mp4', rule: 'nas', ignoreCase: false }, localPath: '/mnt/one/S/a.mp4' },
    { plexPath: 'O:/two/S/a.mp4', root: 'O:\\two' },
  ])
})

t.test('knows the forms that a name can have', async (t) => {
  const cases: [string, string, PlacesOptions['form'], string[]][] = [
    ['Movies/a.mp4', '/plex/Movies', 'auto', ['/plex/Movies/Movies/a.mp4', '/plex/Movies/a.mp4']],
    ['Movies/a.mp4', '/plex/Movies', 'relative', ['/plex/Movies/Movies/a.mp4']],
    ['Movies/a.mp4', '/plex/Movies', 'with-folder', ['/plex/Movies/a.mp4']],
    ['a.mp4', '/plex/Movies', 'with-folder', []],
    ['plex/Movies/a.mp4', '/plex/Movies', 'with-folder', ['/plex/Movies/a.mp4']],
    ['Movies2/a.mp4', '/plex/Movies', 'auto', ['/plex/Movies/Movies2/a.mp4']],
    ['movies/a.mp4', '/plex/Movies', 'with-folder', []],
    ['movies/a.mp4', 'O:\\Movies', 'with-folder', ['O:/Movies/a.mp4']],
    ['x/x/a.mp4', '/x/x', 'with-folder', ['/x/x/x/a.mp4', '/x/x/a.mp4']],
    ['Movies', '/plex/Movies', 'with-folder', []],
    ['a.mp4', '/', 'auto', ['/a.mp4']],
    ['a.mp4', 'O:\\', 'auto', ['O:/a.mp4']],
    ['a.mp4', '\\\\nas\\lib', 'auto', ['//nas/lib/a.mp4']],
  ]
  for (const [filename, root, form, expected] of cases) t.same(paths(filename, [root], { form }), expected, `${filename} ${root} ${form}`)
})

t.test('takes a whole path inside a library folder', async (t) => {
  t.same(paths('plex/lib/a.mp4', ['/plex/lib'], { absolutePath: '/plex/lib/a.mp4', form: 'relative' }), ['/plex/lib/plex/lib/a.mp4', '/plex/lib/a.mp4'])
  t.same(paths('O:/lib/a.mp4', ['O:\\lib', 'P:\\'], { absolutePath: 'O:/lib/a.mp4' }), ['O:/lib/a.mp4'])
  t.same(paths('x/a.mp4', ['/plex/lib'], { absolutePath: '/x/a.mp4' }), ['/plex/lib/x/a.mp4'])
})

t.test('says nothing of relative names without folders', async (t) => {
  t.same(paths('a.mp4', []), [])
  t.same(placesOf('plex/a.mp4', { roots: [], form: 'auto', mapping, absolutePath: '/plex/a.mp4' }), [
    { plexPath: '/plex/a.mp4', root: '', stash: { path: '/data/a.mp4', rule: 'nas', ignoreCase: false }, localPath: '/mnt/a.mp4' },
  ])
  t.same(placesOf(undefined, { roots: [{ path: '/plex' }], form: 'auto', mapping }), [])
})

t.test('never gives one place twice', async () => {
  const segment = fc.constantFrom('a', 'b', 'a b')
  const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'))
  fc.assert(fc.property(path, fc.array(path, { maxLength: 4 }), (filename, roots) => {
    const found = paths(filename, roots.map((root) => `/${root}`), { absolutePath: `/${filename}` })
    return new Set(found).size === found.length && roots.every((root) => found.includes(`/${root}/${filename}`))
  }))
})
