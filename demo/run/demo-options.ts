import { parseArgs } from 'node:util'
import { layoutNames, layouts } from '../library/layout.js'
import type { LayoutName } from '../library/layout.js'
import { FILENAME_FORMS } from '../plex/match-body.js'
import type { FilenameForm } from '../plex/match-body.js'

export interface DemoOptions {
  readonly scenes: number
  readonly seed: number
  /** Each gets a library and a run of its own. */
  readonly layouts: readonly LayoutName[]
  /** Items that Plex holds already are matched, but neither described nor given pictures. */
  readonly matchOnly: boolean
  readonly inFlight: number
  readonly keep: boolean
  readonly stashVersion: string | undefined
  readonly filenameForm: FilenameForm
  readonly logLevel: string
}

/** More scenes than this are only matched: describing each would take most of the time. */
const describedUpTo = 20_000

export const HELP = `Runs the main job on a made-up library: a Plex in miniature scans its files, Stash2Plex
answers from a Stash in miniature, and every answer is held against the truth.

  npm run demo -- [options]

  --scenes <n>            scenes in Stash, 50 to 1000000             (2500)
  --seed <n>              another seed makes another library         (1)
  --layout <name>         how folders correspond, or all, one after the other (mixed)
${layoutNames.map((name) => `                            ${name.padEnd(14)} ${layouts[name].about}`).join('\n')}
  --match-only            Plex holds all items already; they are matched, but not described,
                          and no pictures are fetched; always so above ${describedUpTo} scenes
  --in-flight <n>         files at work at a time                    (16)
  --stash-version <v>     the schema that Stash offers: 0.24 …       (newest)
  --filename-form <form>  how Plex writes paths: ${FILENAME_FORMS.join(', ')}
  --log-level <level>     of Stash2Plex                              (info)
  --keep                  leave all three serving, and say what to try
  --help                  this text

Ends with 0 only when no answer was wrong, no certain file was missed, and Plex refused nothing.`

/** Reads the command line; `help` when that is wanted. Throws an error whose message says what does not fit. */
export function parseDemoOptions(args: readonly string[]): DemoOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scenes: { type: 'string', default: '2500' }, seed: { type: 'string', default: '1' }, layout: { type: 'string', default: 'mixed' }, 'match-only': { type: 'boolean', default: false }, 'in-flight': { type: 'string', default: '16' },
      'stash-version': { type: 'string' }, 'filename-form': { type: 'string', default: 'relative' }, 'log-level': { type: 'string', default: 'info' },
      keep: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  const scenes = numberIn('--scenes', values.scenes, [50, 1_000_000])
  return {
    scenes,
    layouts: layoutsOf(values.layout),
    matchOnly: values['match-only'] || scenes > describedUpTo,
    seed: numberIn('--seed', values.seed, [0, 2 ** 31]),
    inFlight: numberIn('--in-flight', values['in-flight'], [1, 256]),
    keep: values.keep,
    stashVersion: values['stash-version'],
    filenameForm: formOf(values['filename-form']),
    logLevel: values['log-level'],
  }
}

function numberIn(name: string, text: string, [least, most]: readonly [number, number]): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most) throw new Error(`${name} wants a whole number from ${least} to ${most}, got ${text}`)
  return value
}

function layoutsOf(text: string): readonly LayoutName[] {
  if (text === 'all') return layoutNames
  const name = layoutNames.find((known) => known === text)
  if (name === undefined) throw new Error(`--layout wants one of ${layoutNames.join(', ')} or all, got ${text}`)
  return [name]
}

function formOf(text: string): FilenameForm {
  const form = FILENAME_FORMS.find((known) => known === text)
  if (form === undefined) throw new Error(`--filename-form wants one of ${FILENAME_FORMS.join(', ')}, got ${text}`)
  return form
}
