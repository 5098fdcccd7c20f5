import type { Person } from '../../shared/domain/scene-metadata.js'
import type { Performer } from '../../shared/domain/scene.js'
import { oneLine } from '../../shared/text/one-line.js'

/** In Stash's order, with their photos. */
export function castOf(performers: readonly Performer[]): readonly Person[] {
  return performers.flatMap(({ name, photo }) => {
    const shown = oneLine(name)
    if (shown === undefined) return []
    return [photo === undefined ? { name: shown } : { name: shown, photo }]
  })
}

const suffixes = /^(?:jr|sr|ii|iii|iv|phd|md|esq)\.?$/i

/**
 * Stash has one text for all directors. Commas, semicolons and slashes part them, and so do ` & ` and ` and ` between full
 * names; in `Lana & Lilly Wachowski` they do not, and in `John Smith, Jr.` the comma does not.
 */
export function directorsOf(text: string | undefined): readonly Person[] {
  const parts = (oneLine(text) ?? '').split(/[,;]| \/ /).map((part) => part.trim()).filter((part) => part !== '')
  const names: string[] = []
  for (const part of parts) {
    const last = names.length - 1
    if (last >= 0 && suffixes.test(part)) names[last] = `${names[last]}, ${part}`
    else names.push(...partedByAnd(part))
  }
  return [...new Set(names)].map((name) => ({ name }))
}

function partedByAnd(text: string): readonly string[] {
  const names = text.split(/ (?:&|and) /i).map((name) => name.trim()).filter((name) => name !== '')
  return names.every((name) => name.includes(' ')) ? names : [text]
}
