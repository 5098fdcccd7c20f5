import { LevelLog, type Level } from '../../shared/level-log.js'
import type { Logger } from '../../shared/plugin-api/index.js'

/** The same log with these fields on every line. Cheap to make: every call of a plugin gets one. */
export function withFields(log: Logger, fields: object): Logger {
  return Object.freeze(new FieldLog(log, fields))
}

class FieldLog extends LevelLog {
  readonly #log: Logger
  readonly #fields: object

  constructor(log: Logger, fields: object) {
    super()
    this.#log = log
    this.#fields = fields
  }

  protected write(level: Level, first: object | string, message: string | undefined): void {
    if (typeof first === 'string') this.#log[level](this.#fields, first)
    else this.#log[level]({ ...first, ...this.#fields }, message ?? '')
  }
}
