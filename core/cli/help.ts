import type { Command, Options } from './command.js'
import { plain, type Paint } from './paint.js'

const begin = 'Runs and mends a Stash2Plex, and shows what Plex and Stash lack of each other.'
const everywhere: Options = { help: { text: 'this text' } }

/** Help on everything, or on the commands that begin with a word, for a terminal. */
export function listText(commands: readonly Command[], topic?: string, paint: Paint = plain): string {
  const shown = topic === undefined ? commands : commands.filter(({ name }) => name.startsWith(`${topic} `))
  const rows = shown.map((command) => [usageOf(command), command.summary] as const)
  return [
    topic === undefined ? begin : `The commands of stash2plex ${topic}.`, '',
    paint.strong('Commands:'), ...columns(rows), '',
    `stash2plex ${topic === undefined ? '' : `${topic} `}<command> --help tells what a command does, with examples.`,
    exitLine(shown),
  ].join('\n')
}

/** All that there is to know of one command. */
export function helpText(command: Command, paint: Paint = plain): string {
  const options = Object.entries({ ...command.options, ...everywhere }).map(([name, { value, many = false, text }]) => [`--${name}${value === undefined ? '' : ` ${value}`}${many ? ' ...' : ''}`, text] as const)
  return [
    `stash2plex ${usageOf(command)}: ${command.summary}`, '',
    ...wrapped(command.about), '',
    paint.strong('Examples:'), ...columns(command.examples.map(([line, purpose]) => [`stash2plex ${line}`, purpose] as const)), '',
    paint.strong('Options:'), ...columns(options), '',
    exitLine([command]),
  ].join('\n')
}

export function usageOf({ name, args = [] }: Command): string {
  return [name, ...args].join(' ')
}

/** The exit codes of these commands, in one sentence. */
export function exitLine(commands: readonly Command[]): string {
  const more = new Map<string, string[]>()
  for (const [code, meaning] of commands.flatMap(({ exits }) => Object.entries(exits ?? {}))) more.set(code, [...more.get(code) ?? [], meaning])
  const codes = [...more].map(([code, meanings]) => `, ${code} ${[...new Set(meanings)].join(' or ')}`)
  return `Ends with 0 when all went well, 1 when something is wrong or failed, 2 for a command line that does not fit${codes.join('')}.`
}

const lineWidth = 100

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(44, Math.max(...rows.map(([left]) => left.length)))
  return rows.flatMap(([left, right]) => {
    const [first = '', ...others] = wrapped(right, lineWidth - width - 4)
    const indent = ' '.repeat(width + 4)
    const head = left.length > width ? [`  ${left}`, indent + first] : [`  ${left.padEnd(width)}  ${first}`]
    return [...head, ...others.map((line) => indent + line)]
  })
}

function wrapped(text: string, width = lineWidth): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}
