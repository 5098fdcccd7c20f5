import { test } from 'tap'
import pathMapping from '../../plugins/path-mapping/index.js'
import ownGuid from '../../plugins/own-guid/index.js'
import type { Place } from '../../shared/plugin-api/index.js'
import { ask, certain, matchersOf, place, type FakeWorld } from './fake-host.js'

const two = [place('/plex/a', 'S/x.mp4', '/data/a/S/x.mp4'), place('/plex/b', 'S/x.mp4', '/data/b/S/x.mp4')]
const onlyA = [{ scene: 1, path: '/data/a/S/x.mp4' }]
const both = [...onlyA, { scene: 2, path: '/data/b/S/x.mp4' }]
const one = two.slice(0, 1)
const nfd = 'e\u0301'

const cases: readonly (readonly [title: string, world: FakeWorld, places: readonly Place[], wanted: string | undefined])[] = [
  ['one place with one scene is certain', { files: onlyA }, one, '1'],
  ['one place that Stash lacks says nothing', { files: both.slice(1) }, one, undefined],
  ['two scenes with the same path cancel out', { files: [...onlyA, { scene: 3, path: '/data/a/S/x.mp4' }] }, one, undefined],
  ['two files of one scene at one path are certain', { files: [...onlyA, ...onlyA] }, one, '1'],
  ['two roots, one in Stash, stay silent without Plex', { files: onlyA }, two, undefined],
  ['two roots, one in Stash, certain with Plex', { files: onlyA, plex: { '/plex/a/S/x.mp4': 1000 } }, two, '1'],
  ['two roots, the other one in Plex, stay silent', { files: onlyA, plex: { '/plex/b/S/x.mp4': 1000 } }, two, undefined],
  ['two roots, both in Plex, stay silent', { files: onlyA, plex: { '/plex/a/S/x.mp4': 1000, '/plex/b/S/x.mp4': 1000 } }, two, undefined],
  ['two roots with two scenes stay silent without Plex', { files: both }, two, undefined],
  ['two roots with two scenes, Plex has one', { files: both, plex: { '/plex/b/S/x.mp4': 7 } }, two, '2'],
  ['two roots with one scene need no Plex', { files: [...onlyA, { scene: 1, path: '/data/b/S/x.mp4' }] }, two, '1'],
  ['a root that Plex cannot tell leaves it undecided', { files: onlyA, plex: { '/plex/a/S/x.mp4': 1000, '/plex/b/S/x.mp4': 'unknown' } }, two, '?'],
  ['two roots that Plex denies stay silent', { files: onlyA, plex: {} }, two, undefined],
  ['a place without a rule leads nowhere', { files: onlyA }, [...one, place('/plex/c', 'S/x.mp4')], undefined],
  ['an exact path counts while filling', { files: onlyA, complete: false }, one, '1'],
  ['another case counts if the rule allows', { files: onlyA }, [place('/plex/a', 'S/X.mp4', '/data/a/S/X.mp4', { ignoreCase: true })], '1'],
  ['another case does not count otherwise', { files: onlyA }, [place('/plex/a', 'S/X.mp4', '/data/a/S/X.mp4')], undefined],
  ['another case does not count while filling', { files: onlyA, complete: false }, [place('/plex/a', 'S/X.mp4', '/data/a/S/X.mp4', { ignoreCase: true })], undefined],
  ['another Unicode form is the same path', { files: [{ scene: 1, path: '/data/é.mp4' }] }, [place('/plex', `${nfd}.mp4`, `/data/${nfd}.mp4`)], '1'],
  ['a Unicode twin of another size is not', { files: [{ scene: 1, path: '/data/é.mp4' }], plex: { [`/plex/${nfd}.mp4`]: 5 } }, [place('/plex', `${nfd}.mp4`, `/data/${nfd}.mp4`)], undefined],
  ['the exact one of two case twins wins', { files: [{ scene: 1, path: '/data/x.mp4' }, { scene: 2, path: '/data/X.mp4' }] }, [place('/plex', 'X.mp4', '/data/X.mp4', { ignoreCase: true })], '2'],
  ['without rules the same path is certain', { files: onlyA }, [place('/data/a', 'S/x.mp4', '/data/a/S/x.mp4', { rule: 'same-path' })], '1'],
  ['without rules the same size agrees', { files: onlyA, plex: { '/data/a/S/x.mp4': 1000 } }, [place('/data/a', 'S/x.mp4', '/data/a/S/x.mp4', { rule: 'same-path' })], '1'],
  ['a found rule counts where the size agrees', { files: onlyA, plex: { '/plex/a/S/x.mp4': 1000 } }, [place('/plex/a', 'S/x.mp4', '/data/a/S/x.mp4', { found: true })], '1'],
  ['a found rule does not count where the size differs', { files: onlyA, plex: { '/plex/a/S/x.mp4': 999 } }, [place('/plex/a', 'S/x.mp4', '/data/a/S/x.mp4', { found: true })], undefined],
  ['a found rule leaves it undecided while Plex cannot tell', { files: onlyA, plex: { '/plex/a/S/x.mp4': 'unknown' } }, [place('/plex/a', 'S/x.mp4', '/data/a/S/x.mp4', { found: true })], '?'],
  ['a found rule does not count where Plex has no such file', { files: onlyA, plex: {} }, [place('/plex/a', 'S/x.mp4', '/data/a/S/x.mp4', { found: true })], undefined],
  ['without rules another size forbids it', { files: onlyA, plex: { '/data/a/S/x.mp4': 999 } }, [place('/data/a', 'S/x.mp4', '/data/a/S/x.mp4', { rule: 'same-path' })], undefined],
]

for (const [title, world, places, wanted] of cases) {
  test(title, async (t) => {
    const candidates = await ask(await matchersOf(pathMapping, world, undefined), { manual: false, filename: 'S/x.mp4', places })
    t.equal(certain(candidates), wanted, JSON.stringify(candidates))
    t.ok(candidates.every(({ reason }) => reason.includes('rule ')))
  })
}

test('says which folders cannot be told apart', async (t) => {
  const [candidate] = await ask(await matchersOf(pathMapping, { files: onlyA }, undefined), { manual: false, places: two })
  t.match(candidate, { sceneId: '1', score: 95, reason: /\/plex\/a or \/plex\/b/ })
})

test('own guid counts for the same scene only', async (t) => {
  const scenes = [{ id: '5', createdAt: 77, title: undefined, date: undefined, organized: false }]
  const matchers = await matchersOf(ownGuid, { scenes }, undefined)
  const guess = async (sceneId: string, createdAt: number): Promise<string | undefined> => certain(await ask(matchers, { manual: false, places: [], ownGuid: { sceneId, createdAt } }))
  t.equal(await guess('5', 77), '5')
  t.equal(await guess('5', 78), undefined, 'a rebuilt Stash')
  t.equal(await guess('6', 77), undefined, 'a deleted scene')
  t.strictSame(await ask(matchers, { manual: false, places: [] }), [])
})
