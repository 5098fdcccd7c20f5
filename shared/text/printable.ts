/** What a terminal obeys instead of showing it: control characters, line separators, and what turns the direction of writing. */
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const obeyed = /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g

/** The text with such characters spelt out as `\u001b`, which means the same inside a JSON text. */
export function printable(text: string): string {
  return text.replace(obeyed, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The same for a text of several lines, whose ends stay. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}
