/** Freezes plain data with all that it holds, so that no plugin changes what the next one sees. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  if (Array.isArray(value)) value.forEach(freezeInner)
  else for (const name of Object.keys(value)) freezeInner((value as Record<string, unknown>)[name])
  return value
}

function freezeInner(value: unknown): void {
  if (typeof value === 'object' && value !== null) deepFreeze(value)
}
