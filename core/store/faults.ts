import { CodedError, fault } from '../errors.js'

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

export function isCorrupt(error: unknown): boolean {
  return /^SQLITE_(NOTADB|CORRUPT)/.test(codeOf(error)) || (error instanceof CodedError && error.code === 'S2P_STORE_CORRUPT')
}

export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))
}

/** What a failed SQLite call means to the admin. Errors of other kinds pass unchanged. */
export function storeFault(file: string, error: unknown): unknown {
  const code = codeOf(error)
  if (isCorrupt(error)) return error instanceof CodedError ? error : fault('S2P_STORE_CORRUPT', { file, why: textOf(error) }, error)
  if (/^SQLITE_(READONLY|CANTOPEN|PERM)/.test(code) || textOf(error).startsWith('ConnectionFailed')) {
    return fault('S2P_STORE_UNWRITABLE', { file, why: textOf(error) }, error)
  }
  if (/^SQLITE_(FULL|IOERR)/.test(code)) return fault('S2P_STORE_FAILED', { file, why: textOf(error) }, error)
  return error
}
