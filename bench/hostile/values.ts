import fc from 'fast-check'

/** A log line and a header as an attacker would forge them; none of either may ever appear as such. */
export const forgedLine = '{"level":"fatal","msg":"forged by a title"}'
export const forgedHeader = 'x-forged'

/** Short texts that broke something somewhere once. */
export const breakers: readonly string[] = [
  `\r\n${forgedHeader}: 1\r\n\r\n`, `\n${forgedLine}\n`, '\u001B[2J\u001B]0;owned\u0007', '\u009B31m', '\u202Egpj.exe', '\u2028', '\u0000', '\u007F', '\uFEFF', '\uD800', '\uDC00x', '\uFFFF',
  '../../../../etc/passwd', '..\\..\\windows', '%2e%2e%2f', '..%252f', '%00', '%', '%zz', '%ff', '%c0%ae', '//evil.example/x', '/./', '///', '\\\\server\\share', 'C:\\x',
  "'; DROP TABLE gaps;--", '" OR 1=1 --', '%_[', 'a* OR b', 'NEAR(a b)', '"', "'", '`', '=cmd|\' /C calc\'!A0', '+1', '@SUM(A1)', '${7*7}', '{{7*7}}', '<script>alert(1)</script>', '&#x0;', '<!--',
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '{stash-1}', '{stash-0}', '{stash-999999999999999}', 'stash-1', '1', '0', '-1', '1e999', '0x10', 'NaN', 'null', 'true',
  '99999999999999999999', '9007199254740993', '2024-13-45', '0000-00-00', '31.02.2024', '(2024)', '1080p', '.mp4', '.', '..', ' ', '', '\t', 'İ', 'ß', 'ﬁ', 'ς', 'é', 'e\u0301', '日本', '👩‍👩‍👧',
  'http://169.254.169.254/latest/meta-data', 'file:///etc/passwd', 'http://[::1]:22/', 'javascript:alert(1)', 'tv.plex.agents.custom.stash2plex://movie/1-1', 'tv.plex.agents.custom.stash2plex://movie/../..',
]

const repeated = fc.tuple(fc.constantFrom('a', '(', '[', '{', ' - ', '20', '.', '_', '{stash-', '\\', '/', ' ', '\t', 'İ', '<', '&', '(a', '2024-01-01 ', '\u0301', ',', '-', '"'), fc.integer({ min: 1, max: 3000 })).map(([part, times]) => part.repeat(times))

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...breakers) },
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...breakers, 'a', 'Scene', ' ', '/', '-', '.'), { maxLength: 8 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: repeated },
)

const nested = fc.tuple(fc.integer({ min: 1, max: 2000 }), fc.boolean()).map(([depth, asObject]) => asObject ? `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}` : `${'['.repeat(depth)}${']'.repeat(depth)}`).map((json) => JSON.parse(json) as unknown)

/** Any JSON value: of the wrong type, too large, too deep, with names that objects have of themselves. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  { weight: 3, arbitrary: fc.constantFrom(null, true, false, 0, -1, 1, 1e308, -1e308, 2 ** 53, 0.5, -0, [], {}, [null], [[]], { toString: 1 }, { length: -1 }) },
  { weight: 2, arbitrary: fc.array(hostileText, { maxLength: 5 }) },
  { weight: 2, arbitrary: fc.dictionary(hostileText, hostileText, { maxKeys: 5 }) },
  { weight: 1, arbitrary: nested },
)
