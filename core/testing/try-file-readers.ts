import type { Registered } from '../plugin-system/registered.js'
import type { Trial } from './trial.js'

const paths: readonly (readonly [what: string, path: string])[] = [
  ['a file', '/nowhere/Studio/first.mp4'],
  ['a strange path', `/nowhere/${'x'.repeat(300)}/\u{1F600} e\u0301 ..mp4`],
  ['a path that climbs', '/nowhere/../etc/../nowhere/a.mp4'],
  ['an empty path', ''],
]

/** Asks a file reader for files that are not there: every answer must be one, and nothing may be invented. */
export async function tryFileReader(trial: Trial, reader: Registered<'fileReader'>): Promise<void> {
  for (const [what, path] of paths) {
    const answer = await trial.call(reader, { what, run: (ctx) => reader.capability.fingerprint(path, ctx) })
    if (typeof answer === 'object') trial.says(`fileReader ${reader.name}, ${what}: knows a file that is not there`)
  }
}
