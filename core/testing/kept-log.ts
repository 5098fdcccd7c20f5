import type { Logger } from '../../shared/plugin-api/index.js'

export interface LogLine {
  readonly level: keyof Logger
  readonly fields: object
  readonly message: string
}

/** A log that only remembers. */
export function keptLog(lines: LogLine[]): Logger {
  const at = (level: keyof Logger) => (first: object | string, message?: string): void => {
    lines.push(typeof first === 'string' ? { level, fields: {}, message: first } : { level, fields: { ...first }, message: message ?? '' })
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
