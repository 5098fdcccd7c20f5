import fc from 'fast-check'
import t from 'tap'
import { compilePathMapping, type RuleMapping } from '../../shared/path-mapping/index.js'
import type { PatternRuleOptions } from '../../shared/path-mapping/rule-options.js'

const byYear: PatternRuleOptions = {
  name: 'by-year',
  plex: { match: '^/plex/(\\d{4})/(.*)$', to: '/data/by-year/$1/$2' },
  stash: { match: '^/data/by-year/(\\d{4})/(.*)$', to: '/plex/$1/$2' },
}

async function mappingOf(...rules: PatternRuleOptions[]): Promise<RuleMapping> {
  const { mapping, faults } = await compilePathMapping(rules)
  t.same(faults, [])
  return mapping
}

t.test('rearranges folders by groups both ways', async (t) => {
  const mapping = await mappingOf({
    name: 'swapped',
    plex: { match: '^/plex/(?<studio>[^/]+)/(\\d{4})/', to: '/data/$2/$<studio>/' },
    stash: { match: '^/data/(\\d{4})/([^/]+)/', to: '\\plex\\$2\\$1\\' },
    local: { match: '^/plex/', to: '/mnt/' },
  })
  t.equal(mapping.toStash('/plex/X & Y/2024/a/$1.mp4')?.path, '/data/2024/X & Y/a/$1.mp4')
  t.same(mapping.toPlex('/data/2024/X & Y/a.mp4'), [{ path: '/plex/X & Y/2024/a.mp4', rule: 'swapped', ignoreCase: false }])
  t.equal(mapping.toLocal('/plex/X/2024/a.mp4')?.path, '/mnt/X/2024/a.mp4')
  t.equal(mapping.toStash('/plex/a.mp4'), undefined)
})

t.test('matches Windows paths with forward slashes', async (t) => {
  const mapping = await mappingOf({
    name: 'win',
    plex: { match: '^O:/x/(.*)$', to: '/data/$1' },
    stash: { match: '^/data/(.*)$', to: 'O:/x/$1' },
    ignoreCase: true,
  })
  t.same(mapping.toStash('o:\\X\\dir\\A.mp4'), { path: '/data/dir/A.mp4', rule: 'win', ignoreCase: true })
})

t.test('takes no path that would become relative', async (t) => {
  const mapping = await mappingOf({ ...byYear, plex: { match: '^/plex/(.*)$', to: '$1' } })
  t.equal(mapping.toStash('/plex/a/b.mp4'), undefined)
})

t.test('brings generated paths back by a pattern', async () => {
  const mapping = await mappingOf(byYear)
  const rest = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => text.replaceAll(/[\\/\n\r\u2028\u2029]/gu, '_'))
  fc.assert(fc.property(fc.integer({ min: 1000, max: 9999 }), rest, (year, name) => {
    const path = `/plex/${year}/${name}`
    const there = mapping.toStash(path)
    return there?.path === `/data/by-year/${year}/${name}` && mapping.toPlex(there.path)[0]?.path === path
  }))
})

t.test('never throws whatever the path', async () => {
  const mapping = await mappingOf(byYear)
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (tail) => {
    mapping.toStash(`/plex/2024/${tail}`)
    mapping.toPlex(tail)
  }))
})

t.test('leaves paths beyond any file system unmapped', async (t) => {
  const mapping = await mappingOf(byYear)
  t.equal(mapping.toStash(`/plex/2024/${'a'.repeat(5000)}`), undefined)
})
