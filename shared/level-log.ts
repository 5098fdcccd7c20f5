import type { Logger } from './plugin-api/call-context.js'

export type Level = keyof Logger

/** A log whose four levels are written in one place. */
export abstract class LevelLog implements Logger {
  protected abstract write(level: Level, first: object | string, message: string | undefined): void

  debug(first: object | string, message?: string): void {
    this.write('debug', first, message)
  }

  info(first: object | string, message?: string): void {
    this.write('info', first, message)
  }

  warn(first: object | string, message?: string): void {
    this.write('warn', first, message)
  }

  error(first: object | string, message?: string): void {
    this.write('error', first, message)
  }
}
