/** Readers for values that clients spell in several ways. They return undefined for what cannot be meant. */
const TRUE = new Set(['1', 'true', 'yes', 'on'])
const FALSE = new Set(['0', 'false', 'no', 'off', ''])
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001F\u007F]/u

export function looseFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value !== 0
  if (typeof value !== 'string') return undefined
  const word = value.trim().toLowerCase()
  return TRUE.has(word) ? true : FALSE.has(word) ? false : undefined
}

export function looseInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined
}

/** A text or a number as text, never empty. */
export function looseText(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function hasControl(text: string): boolean {
  return CONTROL.test(text)
}
