import type { LocalFacts } from '../../shared/plugin-api/index.js'
import { kindOf } from './check-candidates.js'

/** A plain copy of a file reader's answer. Throws when it is none. */
export function checkLocalFacts(output: unknown): LocalFacts {
  if (output === 'absent' || output === 'unknown') return output
  if (typeof output !== 'object' || output === null) throw new TypeError(`wanted { oshash, size }, "absent" or "unknown", got ${kindOf(output)}`)
  const { oshash, size } = output as Readonly<Record<string, unknown>>
  if (typeof oshash !== 'string' || !/^[0-9a-f]{16}$/i.test(oshash)) throw new TypeError(`oshash is ${kindOf(oshash)}, wanted 16 hex digits`)
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw new TypeError(`size is ${kindOf(size)}, wanted whole bytes`)
  return { oshash: oshash.toLowerCase(), size }
}
