import type { Logger } from '../../shared/plugin-api/index.js'

/** The same log with these fields on every line. Cheap to make: every call of a plugin gets one. */
export function withFields(log: Logger, fields: object): Logger {
  return Object.freeze(new FieldLog(log, fields))
}

type Level = keyof Logger

class FieldLog implements Logger {
  readonly #log: Logger
  readonly #fields: object

  constructor(log: Logger, fields: object) {
    this.#log = log
    this.#fields = fields
  }

  debug(first: object | string, message?: string): void {
    this.#write('debug', first, message)
  }

  info(first: object | string, message?: string): void {
    this.#write('info', first, message)
  }

  warn(first: object | string, message?: string): void {
    this.#write('warn', first, message)
  }

  error(first: object | string, message?: string): void {
    this.#write('error', first, message)
  }

  #write(level: Level, first: object | string, message: string | undefined): void {
    if (typeof first === 'string') this.#log[level](this.#fields, first)
    else this.#log[level]({ ...first, ...this.#fields }, message ?? '')
  }
}
