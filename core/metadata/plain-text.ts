const longest = 10_000
/** Markup takes room, too; beyond this not even it is looked at. */
const longestRead = 4 * longest

const blockEnds = /<(?:br|hr)\b[^<>]*>|<\/(?:p|div|li|h[1-6]|tr|ul|ol|blockquote|pre)\s*>/gi
const tags = /<\/?(?:a|abbr|b|big|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|figure|font|h[1-6]|hr|i|iframe|img|ins|li|mark|ol|p|pre|q|s|script|small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|video)\b[^<>]*>/gi
const entities = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi

const named: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', hellip: '…', mdash: '—', ndash: '–', bull: '•',
  lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', laquo: '«', raquo: '»', copy: '©', reg: '®', trade: '™', deg: '°',
}

/**
 * What a person wrote, without markup: line breaks stay, known HTML tags go, entities become the characters they mean.
 * At most 10,000 characters; undefined when nothing is left.
 */
export function plainText(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const bare = text.slice(0, longestRead)
    .replace(/\r\n?/g, '\n')
    .replace(blockEnds, '\n')
    .replace(tags, '')
    .replace(entities, decode)
  // Looks back, lest each blank of a long row of them begins a search of its own.
  const tidy = withoutControls(bare).replace(/(?<![ \t])[ \t]+\n/g, '\n').replace(/\n{3,}/g, '\n\n').trim()
  return tidy === '' ? undefined : cut(tidy, longest)
}

function withoutControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this looks for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
}

function decode(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return named[name.toLowerCase()] ?? whole
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10)
  const isCharacter = code > 0 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff)
  return isCharacter ? String.fromCodePoint(code) : whole
}

/** Never cuts a character in two. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const end = /[\ud800-\udbff]/.test(text.charAt(length - 2)) ? length - 2 : length - 1
  return `${text.slice(0, end)}…`
}
