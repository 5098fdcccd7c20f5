import { parseArgs } from 'node:util'
import { fault } from '../errors.js'
import { closest } from '../config/config-fault.js'
import type { Command, Options } from './command.js'

type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>

/** What was typed after the command's name, checked against what the command takes. */
export class CommandLine {
  readonly args: readonly string[]
  readonly #values: Values

  constructor(args: readonly string[], values: Values = {}) {
    this.args = args
    this.#values = values
  }

  flag(name: string): boolean {
    return this.#values[name] === true
  }

  text(name: string): string | undefined {
    const value = this.#values[name]
    return typeof value === 'string' ? value : undefined
  }

  /** Of an option that may be given more than once. */
  texts(name: string): readonly string[] {
    const value = this.#values[name]
    return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
  }
}

export interface Asked {
  /** Undefined for the help on everything. */
  readonly command: Command | undefined
  readonly line: CommandLine
  readonly help: boolean
}

/** @throws `S2P_USAGE` */
export function readCommandLine(args: readonly string[], commands: readonly Command[]): Asked {
  const words = looseWords(args, commands)
  const command = commands.filter(({ name }) => startsWith(words, name)).sort((a, b) => b.name.length - a.name.length)[0]
  const wantsHelp = args.includes('--help') || args.includes('-h')
  if (command === undefined && wantsHelp && (words.length === 0 || topics(commands).includes(words[0] ?? ''))) return { command: undefined, line: new CommandLine(words), help: true }
  if (command === undefined) throw unknown(words, commands)
  if (wantsHelp) return { command, line: new CommandLine([]), help: true }
  const { values, positionals } = strictly(args, command)
  const given = positionals.slice(command.name.split(' ').length)
  checkCount(command, given)
  return { command, line: new CommandLine(given, values), help: false }
}

/** The words that are neither options nor their values, whatever the command. */
function looseWords(args: readonly string[], commands: readonly Command[]): readonly string[] {
  const options = Object.assign({}, ...commands.map((command) => command.options)) as Options
  return parseArgs({ args: [...args], allowPositionals: true, strict: false, options: forParser(options) }).positionals
}

function strictly(args: readonly string[], command: Command): { values: Values, positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: forParser(command.options) })
  } catch (error) {
    throw fault('S2P_USAGE', { why: whyNot(error, command), help: `${command.name} --help` }, error)
  }
}

function forParser(options: Options): Record<string, { type: 'string' | 'boolean', multiple: boolean, short?: string }> {
  const own = Object.entries(options).map(([name, { value, many = false }]) => [name, { type: value === undefined ? 'boolean' as const : 'string' as const, multiple: many }] as const)
  return { ...Object.fromEntries(own), help: { type: 'boolean', multiple: false, short: 'h' } }
}

function whyNot(error: unknown, { name, options }: Command): string {
  const message = error instanceof Error ? error.message : String(error)
  const option = /^Unknown option '(-[^']*)'/.exec(message)?.[1]
  if (option === undefined) return message.replace(/\.$/, '')
  const meant = closest(option.replace(/^-+/, ''), Object.keys(options))
  return `${name} has no option ${option}${meant === undefined ? '' : ` (did you mean --${meant}?)`}`
}

function checkCount({ name, args = [] }: Command, given: readonly string[]): void {
  const many = args.at(-1)?.endsWith(' ...') === true
  if (given.length < args.length) throw fault('S2P_USAGE', { why: `${name} wants ${args.slice(given.length).join(' ')} after it`, help: `${name} --help` })
  if (given.length > args.length && !many) throw fault('S2P_USAGE', { why: `${name} takes no "${given[args.length]}"`, help: `${name} --help` })
}

function unknown(words: readonly string[], commands: readonly Command[]): Error {
  const [topic, word] = words
  if (topic === undefined) return fault('S2P_USAGE', { why: 'no command was given', help: '--help' })
  if (topics(commands).includes(topic)) {
    const inside = commands.filter(({ name }) => name.startsWith(`${topic} `)).map(({ name }) => name.slice(topic.length + 1))
    if (word === undefined) return fault('S2P_USAGE', { why: `${topic} wants one of ${inside.join(', ')} after it`, help: `${topic} --help` })
    return fault('S2P_USAGE', { why: `there is no command "${topic} ${word}"${didYouMean(word, inside, `${topic} `)}`, help: `${topic} --help` })
  }
  return fault('S2P_USAGE', { why: `there is no command "${topic}"${didYouMean(topic, [...topics(commands), ...commands.map(({ name }) => name)])}`, help: '--help' })
}

function didYouMean(word: string, known: readonly string[], before = ''): string {
  const meant = closest(word, known)
  return meant === undefined ? '' : ` (did you mean "${before}${meant}"?)`
}

/** The first words of commands that have two. */
function topics(commands: readonly Command[]): readonly string[] {
  return [...new Set(commands.flatMap(({ name }) => (name.includes(' ') ? [name.slice(0, name.indexOf(' '))] : [])))]
}

function startsWith(words: readonly string[], name: string): boolean {
  return name.split(' ').every((word, index) => words[index] === word)
}
