const parted = '\\s*(?:[-–—:|•]|,(?!\\s*$))\\s*'
const joined = '\\s*(?:,|&|\\+|/|\\band\\b|\\bwith\\b)\\s*'

/**
 * The title without the names that a separator parts from its front or its end, or that stand in brackets: `Ann Lee & Bo -
 * Garden`, `Garden - Ann Lee`, `Garden (Ann Lee)`. Names inside a sentence stay, and so does a title that is nothing else.
 */
export function withoutNames(title: string, names: readonly string[]): string {
  if (names.length === 0) return title
  const one = `(?:${[...new Set(names)].sort((a, b) => b.length - a.length).map(escaped).join('|')})`
  const several = `${one}(?:${joined}${one})*`
  const front = new RegExp(`^(?:[([]\\s*${several}\\s*[)\\]]\\s*|${several}${parted})`, 'iu')
  const end = new RegExp(`(?:\\s*[([]\\s*${several}\\s*[)\\]]|${parted}${several})$`, 'iu')
  return title.replace(front, '').replace(end, '').trim() || title
}

function escaped(name: string): string {
  return name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
