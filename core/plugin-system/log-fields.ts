import type { Logger } from '../../shared/plugin-api/index.js'

/** The same log with these fields on every line. */
export function withFields(log: Logger, fields: object): Logger {
  const at = (level: keyof Logger) => (first: object | string, message?: string): void => {
    if (typeof first === 'string') log[level](fields, first)
    else log[level]({ ...first, ...fields }, message ?? '')
  }
  return Object.freeze({ debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') })
}
