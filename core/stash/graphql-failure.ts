import { CallFailure } from './call-failure.js'

/** One entry of a GraphQL answer's `errors`. */
export interface GraphqlError {
  readonly message: string
  readonly path: readonly unknown[]
}

/** Reads `errors` of any shape; an entry that is none counts as an error without text. */
export function readErrors(errors: unknown): readonly GraphqlError[] {
  if (errors === undefined || errors === null) return []
  const list: readonly unknown[] = Array.isArray(errors) ? errors : [errors]
  return list.map((entry) => {
    const { message, path } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>
    return { message: typeof message === 'string' ? message : '', path: Array.isArray(path) ? path : [] }
  })
}

/** What the errors of an answer mean. `sent` is all that went out, so that Stash's words can be rid of it. */
export function graphqlFailure(errors: readonly GraphqlError[], sent: object): CallFailure {
  const messages = errors.map(({ message }) => message)
  if (messages.some((message) => /database (?:table )?is locked/i.test(message))) {
    return new CallFailure('busy', 'its database is locked', { passing: true })
  }
  const panic = messages.find((message) => /internal system error/i.test(message))
  const why = safeWords(panic ?? messages[0] ?? '', sent)
  return new CallFailure(panic === undefined ? 'answer' : 'panic', why)
}

const SQL = /`|\bsql\b|\[\[|\b(?:select|insert|update|delete|replace|with|pragma|create)\b[^]*\b(?:from|into|set|as|values|table|where)\b/i

/** Longer than any sentence of Stash, and short enough to be searched many times. */
const LONGEST = 5_000

/** At most 200 characters of Stash's words, on one line, without SQL and without anything that we sent. */
function safeWords(message: string, sent: object): string {
  if (message.length > LONGEST) return 'an error with a very long text'
  if (SQL.test(message)) return 'a database error'
  const spellings = [...texts(sent)].flatMap((text) => [text, JSON.stringify(text).slice(1, -1)])
  const longestFirst = spellings.filter((text) => text !== '').sort((a, b) => b.length - a.length)
  const rest = longestFirst.reduce((text, value) => text.replaceAll(value, '…'), message)
  return rest.replace(/[\s\p{Cc}]+/gu, ' ').trim().slice(0, 200) || 'an error without text'
}

function* texts(value: unknown): Iterable<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* texts(inner)
}
