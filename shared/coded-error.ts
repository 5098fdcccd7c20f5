/**
 * An error that a person can act on: a stable code and one line that says what was wrong, where, and how to mend it.
 * Neither ever carries a secret, a request or a response.
 */
export class CodedError extends Error {
  readonly code: string
  /** The HTTP status with which a route answers when it lets the error pass. */
  readonly statusCode: number

  constructor(code: string, message: string, options: { readonly statusCode?: number, readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'CodedError'
    this.code = code
    this.statusCode = options.statusCode ?? 500
  }
}
