import { types } from 'node:util'

const longestText = 300

/** A short text for anything that was thrown, whatever tricks its properties play. Never throws. */
export function textOfThrown(thrown: unknown): string {
  return shorten(attempt(() => ownText(thrown)) ?? 'something that cannot be shown')
}

/** A plain error in place of what was thrown, safe to log and to keep as a cause. */
export function plainError(thrown: unknown): Error {
  const error = new Error(textOfThrown(thrown))
  const stack = types.isNativeError(thrown) ? attempt(() => thrown.stack) : undefined
  if (typeof stack === 'string') error.stack = stack.slice(0, 4000)
  return error
}

/** The error's code (`ERR_MODULE_NOT_FOUND`), when it has one. Never throws. */
export function codeOfThrown(thrown: unknown): string | undefined {
  const code = attempt(() => (thrown as { readonly code?: unknown } | null | undefined)?.code)
  return typeof code === 'string' ? code : undefined
}

function ownText(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown
  if (thrown === null || (typeof thrown !== 'object' && typeof thrown !== 'function')) return `threw ${String(thrown)}`
  const message: unknown = (thrown as { readonly message?: unknown }).message
  return typeof message === 'string' && message !== '' ? message : `threw ${typeof thrown === 'function' ? 'a function' : 'an object without a message'}`
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > longestText ? `${line.slice(0, longestText)}…` : line
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
