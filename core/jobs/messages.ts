import type { MessagePort } from 'node:worker_threads'
import { CodedError } from '../errors.js'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Told to the main thread while a task runs. */
export type TaskReport =
  | { readonly kind: 'progress', readonly value: unknown }
  /** The thread is not stuck. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'log', readonly level: LogLevel, readonly fields: object, readonly message: string }

/** Handed to a task function; the port takes reports one way and the word `stop` the other. */
export interface TaskCall<Payload> {
  readonly payload: Payload
  readonly port: MessagePort
}

/** Errors travel as fields, because a structured clone would lose their codes. */
export type TaskAnswer =
  | { readonly ok: true, readonly value: unknown }
  | { readonly ok: false, readonly error: CarriedError }

export interface CarriedError {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  readonly code: string | undefined
  readonly statusCode: number | undefined
}

export function packError(error: unknown): CarriedError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  const coded = error instanceof CodedError ? error : undefined
  return { name, message, stack, code: coded?.code, statusCode: coded?.statusCode }
}

export function unpackError(carried: CarriedError): Error {
  const { code, message, statusCode, name, stack } = carried
  if (code !== undefined) return new CodedError(code, message, statusCode === undefined ? {} : { statusCode })
  return Object.assign(new Error(message), { name, stack })
}
