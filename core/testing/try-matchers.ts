import type { Candidate, MatchHints } from '../../shared/plugin-api/index.js'
import { deepFreeze } from '../plugin-system/deep-freeze.js'
import type { Registered } from '../plugin-system/registered.js'
import type { FakeWorld } from './fake-world.js'
import { hintsFor } from './samples.js'
import type { Trial } from './trial.js'

const nasty = `${'x'.repeat(300)}/[a] {b} %00 \u{1F600} e\u0301 ..mp4`

const cases: readonly (readonly [what: string, hints: MatchHints])[] = [
  ['hints without anything', { manual: false, places: [] }],
  ['a title alone, in Fix Match', { title: 'first', manual: true, places: [] }],
  ['a file', hintsFor('Studio/first.mp4')],
  ['a file, in Fix Match', hintsFor('Studio/first.mp4', { manual: true, year: 2024 })],
  ['a file with a place in Stash', hintsFor('Studio/first.mp4', { places: [{ plexPath: '/plex/Studio/first.mp4', root: '/plex', stash: { path: '/data/Studio/first.mp4', rule: 'nas', ignoreCase: false }, localPath: '/nowhere/Studio/first.mp4' }] })],
  ['a file that can lie in two folders', hintsFor('first.mp4', { places: ['/plex', '/more'].map((root) => ({ plexPath: `${root}/first.mp4`, root })) })],
  ['a strange name', hintsFor(nasty)],
  ['an empty name', hintsFor('')],
  ['a guid of ours', { manual: false, places: [], guid: 'x', ownGuid: { sceneId: '1', createdAt: 1 } }],
  ['a guid of a scene that is gone', { manual: false, places: [], ownGuid: { sceneId: '999', createdAt: 1 } }],
]

/** Asks a matcher in many cases; `world` is the one that it was registered in. */
export async function tryMatcher(trial: Trial, matcher: Registered<'matcher'>, world: FakeWorld): Promise<void> {
  for (const [what, hints] of cases) {
    // Frozen: whoever changes what the next matcher gets is found out.
    const frozen = deepFreeze(structuredClone(hints))
    const wanted = await accepts(trial, matcher, { what, hints: frozen })
    if (!wanted) continue
    const answer = await trial.call(matcher, { what, run: (ctx) => matcher.capability.match(frozen, ctx) })
    if (answer !== undefined) judge(answer, world, (text) => { trial.says(`matcher ${matcher.name}, ${what}: ${text}`) })
  }
}

async function accepts(trial: Trial, matcher: Registered<'matcher'>, { what, hints }: { readonly what: string, readonly hints: MatchHints }): Promise<boolean> {
  if (matcher.capability.accepts === undefined) return true
  const answer = await trial.call<'matcher', boolean>(matcher, { what, run: () => matcher.capability.accepts?.(hints), check: truth })
  return answer === true
}

function truth(output: unknown): boolean {
  if (typeof output !== 'boolean') throw new TypeError(`accepts answered a ${typeof output}, wanted true or false`)
  return output
}

function judge(answer: readonly Candidate[], { files = [], scenes = [], stash = [] }: FakeWorld, says: (text: string) => void): void {
  const certain = [...new Set(answer.filter(({ score }) => score === 100).map(({ sceneId }) => sceneId))]
  const known = new Set([...files.map(({ scene }) => String(scene)), ...scenes.map(({ id }) => id), ...stash.map(({ id }) => id)])
  if (certain.length > 1) says(`certain of several scenes at once (${certain.join(', ')}), so that none counts; score them lower`)
  for (const id of certain) if (!known.has(id)) says(`certain of scene ${id}, which Stash does not have; look it up first`)
  for (const { sceneId, reason } of answer) if (reason.trim() === '') says(`gives no reason for scene ${sceneId}; write a few words for the admin`)
}
