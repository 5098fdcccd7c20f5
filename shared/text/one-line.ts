const longest = 1_000
/** White space that is not a single space between words, or a control character: hardly any name has one. */
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const untidy = /^\s|\s$|\s\s|[^\S ]|[\u0000-\u001f\u007f]/

/** One line of text, for titles and names: white space becomes single spaces, control characters go. Undefined when nothing is left. */
export function oneLine(text: string | undefined): string | undefined {
  if (text !== undefined && text !== '' && text.length <= longest && !untidy.test(text)) return text
  // eslint-disable-next-line no-control-regex -- control characters are what this looks for
  const tidy = (text ?? '').slice(0, longest).replace(/\s+/g, ' ').replace(/[\u0000-\u001f\u007f]/g, '').trim()
  return tidy === '' ? undefined : tidy
}
