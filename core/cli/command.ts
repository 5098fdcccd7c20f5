import type { CommandLine } from './command-line.js'
import type { Terminal } from './terminal.js'

export interface OptionWords {
  /** What is given, as `<file>`. Absent: a switch. */
  readonly value?: string
  /** May be given more than once. */
  readonly many?: boolean
  readonly text: string
}

export type Options = Readonly<Record<string, OptionWords>>

/** One command: all that its help, its reference page and its run need. */
export interface Command {
  /** One or two words, as they are typed after `stash2plex`. */
  readonly name: string
  /** What is typed after the name, each as `<id>`; the last may end with ` ...` for one or more. */
  readonly args?: readonly string[]
  /** A few words for the list of commands; begins small, ends without a dot. */
  readonly summary: string
  /** What it does, for somebody who meets it for the first time. Whole sentences. */
  readonly about: string
  readonly options: Options
  /** What can be typed after `stash2plex `, and what it is for. */
  readonly examples: readonly (readonly [line: string, purpose: string])[]
  /** What exit codes beyond 0, 1 and 2 mean. */
  readonly exits?: Readonly<Record<number, string>>
  /** The number is the exit code. What the command stands on is loaded only now, so that help is there at once. */
  run(line: CommandLine, terminal: Terminal): Promise<number>
}
