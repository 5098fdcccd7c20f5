import type { Logger } from '../../shared/plugin-api/index.js'

export interface Line { readonly level: string, readonly fields: Readonly<Record<string, unknown>>, readonly message: string }

/** A log that keeps its lines. */
export function keepingLog(): Logger & { readonly lines: Line[] } {
  const lines: Line[] = []
  const at = (level: string) => (first: object | string, message?: string): void => {
    lines.push(typeof first === 'string' ? { level, fields: {}, message: first } : { level, fields: { ...first }, message: message ?? '' })
  }
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
