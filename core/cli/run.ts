import { readFileSync } from 'node:fs'
import { printableLines } from '../../shared/text/printable.js'
import { CodedError } from '../errors.js'
import { readCommandLine } from './command-line.js'
import type { Command } from './command.js'
import { helpText, listText } from './help.js'
import type { Terminal } from './terminal.js'

/** Does what was typed after `stash2plex`; the number is the exit code. Never rejects. */
export async function runCommandLine(args: readonly string[], commands: readonly Command[], terminal: Terminal): Promise<number> {
  try {
    if (args.length === 0) {
      terminal.complain(`${listText(commands, undefined, terminal.errorPaint)}\n`)
      return 2
    }
    if (args.length === 1 && args[0] === '--version') {
      await terminal.say(ownVersion())
      return 0
    }
    const [first, ...others] = args
    const { command, line, help } = readCommandLine(first === 'help' ? [...others, '--help'] : args, commands)
    if (command !== undefined && !help) return await command.run(line, terminal)
    await terminal.say(command === undefined ? listText(commands, line.args[0], terminal.paint) : helpText(command, terminal.paint))
    return 0
  } catch (error) {
    terminal.progress('')
    terminal.complain(`${error instanceof CodedError ? `${terminal.errorPaint.bad(error.code)}: ${printableLines(error.message)}` : `stash2plex failed: ${error instanceof Error ? error.stack ?? error.message : String(error)}`}\n`)
    return error instanceof CodedError && error.code === 'S2P_USAGE' ? 2 : 1
  }
}

function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { readonly version: string }
  return version
}
