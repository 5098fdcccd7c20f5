import { Writable } from 'node:stream'
import { pino, type DestinationStream, type Logger } from 'pino'
import { printable } from '../../shared/text/printable.js'
import type { LogLevel } from '../config/config.js'
import type { Secrets } from './secrets.js'

export interface LoggerOptions {
  readonly level: LogLevel
  /** False leaves out the field `about`, which alone carries titles and paths. */
  readonly titles: boolean
  readonly secrets: Secrets
  /** Where the lines go; standard output when absent. */
  readonly destination?: DestinationStream
}

/** Longest time a line waits before it is written, milliseconds. */
const FLUSH_EVERY = 250
/** Longest time that the end waits for the last lines, milliseconds. */
const FLUSH_WITHIN = 1_000

type SonicBoom = ReturnType<typeof pino.destination>

/** JSON lines, written in blocks so that logging costs a request little. */
export function createLogger(options: LoggerOptions): Logger {
  const { level, titles, secrets } = options
  const target = options.destination ?? blockwise()
  const clean: DestinationStream = { write: (line) => { target.write(harmless(secrets.strip(line))) } }
  const logger = pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: titles ? (fields) => fields : withoutTitles },
  }, clean)
  logger.flush = (done) => { flush(target, done) }
  return logger
}

/** JSON escapes a line's end and an escape character, but not what else of a title would move the terminal that shows the log. */
function harmless(line: string): string {
  return line.endsWith('\n') ? `${printable(line.slice(0, -1))}\n` : printable(line)
}

function withoutTitles(fields: Record<string, unknown>): Record<string, unknown> {
  if (!Object.hasOwn(fields, 'about')) return fields
  const { about: _, ...rest } = fields
  return rest
}

function blockwise(): DestinationStream {
  const destination = pino.destination({ sync: false, minLength: 4096 })
  setInterval(() => { destination.flush() }, FLUSH_EVERY).unref()
  return destination
}

/** Not by `flushSync`, which tries for ever once the reader of standard output has gone. */
function flush(target: DestinationStream, done: (error?: Error) => void = () => undefined): void {
  if (target instanceof Writable || !('flush' in target)) return done()
  const late = setTimeout(done, FLUSH_WITHIN)
  ;(target as SonicBoom).flush((error) => {
    clearTimeout(late)
    done(error ?? undefined)
  })
}
