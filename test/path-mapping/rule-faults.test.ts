import t from 'tap'
import { compilePathMapping } from '../../shared/path-mapping/index.js'
import type { PathMappingRuleOptions } from '../../shared/path-mapping/rule-options.js'

const pattern = (plex: string, to = '/s/$1'): PathMappingRuleOptions => ({
  name: 'p', plex: { match: plex, to }, stash: { match: '^/s/(.*)$', to: '/p/$1' },
})

async function faultsOf(...rules: PathMappingRuleOptions[]): Promise<readonly string[]> {
  return (await compilePathMapping(rules)).faults
}

t.test('tells what is wrong with folders and names', async (t) => {
  const faults = await faultsOf(
    { name: 'a', plex: ' ', stash: 'data' },
    { name: 'a', plex: '/p', stash: '/data/../x', local: '' },
    { name: '', plex: '/p', stash: '/s' },
    { name: 'mixed', plex: '/p', stash: { match: 'x', to: 'y' } } as unknown as PathMappingRuleOptions,
  )
  t.same(faults.map((line) => line.replace(/;.*/u, '')), [
    'Path mapping rule "a": the name is used twice',
    'Path mapping rule 3 has no name',
    'Path mapping rule "a": plex is empty',
    'Path mapping rule "a": stash "data" is not a whole path',
    'Path mapping rule "a": stash "/data/../x" contains ".."',
    'Path mapping rule "a": local is empty',
    'Path mapping rule "mixed": some of its sides are folders and some are expressions',
  ])
})

t.test('tells what is wrong with expressions', async (t) => {
  const cases: [PathMappingRuleOptions, RegExp | undefined][] = [
    [pattern('^/p/('), /plex\.match does not compile \(.*Unterminated group\)/u],
    [pattern('^/p/(.*)$', '/s/$2'), /plex\.to refers to \$2, but plex\.match has one group/u],
    [pattern('^/p/.*$', '/s/$1'), /has no groups/u],
    [pattern('^/p/(?<a>.*)$', '/s/$<b>'), /refers to \$<b>, but plex\.match has the groups <a>/u],
    [pattern('^/p/(.*)$', '/s/$0'), /refers to \$0/u],
    [pattern('^/p/(.*)$', '/s/$$5/$1'), undefined],
    [pattern('^/p/((a+)+)$'), /can take very long on some paths \(exponential\)/u],
    [pattern('^/p/(.*)/(.*)/(.*)$'), /can take very long .*polynomial/u],
    [pattern('^/p/(.*)$'), undefined],
  ]
  for (const [rule, expected] of cases) {
    const faults = await faultsOf(rule)
    t.equal(faults.length, expected === undefined ? 0 : 1, JSON.stringify(rule.plex))
    if (expected !== undefined) t.match(faults[0], expected)
  }
})

t.test('sends samples to Stash and back', async (t) => {
  const nas = { name: 'nas', plex: '/p/nas', stash: '/s/nas' }
  t.same(await faultsOf({ ...nas, samples: ['/p/nas/a.mp4', '\\p\\nas\\a.mp4'] }), [])
  t.match(await faultsOf({ ...nas, samples: ['/q/a.mp4'] }), [/sample "\/q\/a\.mp4" is covered by no rule/u])
  t.match(await faultsOf(nas, { name: 'late', plex: '/p', stash: '/t', samples: ['/p/nas/a.mp4'] }),
    [/rule "late": sample .* is taken by the rule "nas", which comes earlier; put "late" before it/u])
  const lossy = { name: 'lossy', plex: { match: '^/p/[^/]+/(.*)$', to: '/s/$1' }, stash: { match: '^/s/(.*)$', to: '/p/x/$1' } }
  t.same(await faultsOf({ ...lossy, samples: ['/p/x/a.mp4'] }), [])
  t.match(await faultsOf({ ...lossy, samples: ['/p/y/a.mp4'] }), [/"\/p\/y\/a\.mp4" became "\/s\/a\.mp4", and "\/p\/x\/a\.mp4" came back/u])
})

t.test('keeps every fault on one line', async (t) => {
  const faults = await faultsOf({ name: 'a\nb', plex: 'x\ny', stash: '(' }, pattern('a\n('))
  t.ok(faults.length >= 3)
  t.notOk(faults.some((line) => line.includes('\n')))
})

t.test('keeps the rules without faults working', async (t) => {
  const { mapping } = await compilePathMapping([{ name: 'bad', plex: '', stash: '/s' }, { name: 'good', plex: '/p', stash: '/s' }])
  t.equal(mapping.toStash('/p/a')?.rule, 'good')
})
