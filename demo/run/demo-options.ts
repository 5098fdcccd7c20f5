import { parseArgs } from 'node:util'
import { FILENAME_FORMS } from '../plex/match-body.js'
import type { FilenameForm } from '../plex/match-body.js'

export interface DemoOptions {
  readonly scenes: number
  readonly seed: number
  readonly inFlight: number
  readonly keep: boolean
  readonly stashVersion: string | undefined
  readonly filenameForm: FilenameForm
  readonly logLevel: string
}

export const HELP = `Runs the main job on a made-up library: a Plex in miniature scans its files, Stash2Plex
answers from a Stash in miniature, and every answer is held against the truth.

  npm run demo -- [options]

  --scenes <n>            scenes in Stash, 50 to 1000000             (2500)
  --seed <n>              another seed makes another library         (1)
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
      scenes: { type: 'string', default: '2500' }, seed: { type: 'string', default: '1' }, 'in-flight': { type: 'string', default: '16' },
      'stash-version': { type: 'string' }, 'filename-form': { type: 'string', default: 'relative' }, 'log-level': { type: 'string', default: 'info' },
      keep: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  return {
    scenes: numberIn('--scenes', values.scenes, [50, 1_000_000]),
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

function formOf(text: string): FilenameForm {
  const form = FILENAME_FORMS.find((known) => known === text)
  if (form === undefined) throw new Error(`--filename-form wants one of ${FILENAME_FORMS.join(', ')}, got ${text}`)
  return form
}
