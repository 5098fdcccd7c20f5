/** SQLite's LIKE: ASCII letters alone are compared without case, `%` is any run, `_` any one character, nothing escapes. */
export function like(pattern: string): (text: string) => boolean {
  let source = ''
  for (const letter of pattern) {
    if (letter === '%') source += '.*'
    else if (letter === '_') source += '.'
    else if (/[a-z]/i.test(letter) && letter.length === 1 && letter < '\x7f') source += `[${letter.toLowerCase()}${letter.toUpperCase()}]`
    else source += letter.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&')
  }
  const regex = new RegExp(`^${source}$`, 'su')
  return (text) => regex.test(text)
}

/** The words of an INCLUDES value: one phrase when quoted at either end, else split on white space. */
export function includedWords(value: string): readonly string[] {
  const trimmed = value.trim()
  if (trimmed.startsWith('"') || trimmed.endsWith('"')) return [trimmed.replace(/^"+|"+$/g, '')]
  return trimmed.split(/\s+/)
}

/** Go's RE2 as far as JavaScript's expressions can follow: no lookaround, no back reference, `\Q…\E` and leading `(?i)`. */
export function goRegex(value: string): RegExp {
  const lookaround = /\(\?(?:[=!]|<[=!])/.exec(value)
  if (lookaround !== null) throw new Error(`error parsing regexp: invalid or unsupported Perl syntax: \`${lookaround[0]}\``)
  if (/\\[1-9]/.test(value)) throw new Error('error parsing regexp: invalid escape sequence')
  const flags = /^\(\?([ims]+)\)/.exec(value)
  const plain = value.slice(flags?.[0].length ?? 0)
    .replaceAll(/\\Q(.*?)(?:\\E|$)/gs, (_, quoted: string) => quoted.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  try {
    return new RegExp(plain, flags?.[1] ?? '')
  } catch {
    throw new Error(`error parsing regexp: \`${value}\``)
  }
}
