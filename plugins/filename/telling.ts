import type { TextTools } from '../../shared/plugin-api/index.js'

const genericWords = new Set(`
  adult archive avi backup capture clip clips collection complete content data disc disk download downloads extra extras file files film films
  dji dsc folder full gopr hd hevc home img incoming jav library main media misc mkv mnt mov movie movies mp4 mpeg nas new old original originals other
  others part plex porn private public pxl recording root sample samples scene scenes sd share shared sorted stash storage sub temp test tmp track
  uhd unsorted untitled upload uploads user users vid video videos vol volume volumes web webdl wmv x264 x265 xxx
`.trim().split(/\s+/))

const shortestFolder = 3
const shortestName = 20
const fewestWords = 3

/** Whether a folder's name says what lies in it: `Studio X` does; `videos`, `1080p`, `2024-05` and `CD 1` do not. */
export function isTellingFolder(name: string, text: TextTools): boolean {
  return weightOf(tellingWords(text.normalise(name)).join('')) >= shortestFolder
}

/** Letters; an ideograph says as much as two of them. */
function weightOf(words: string): number {
  return words.length + (words.match(/\p{Ideographic}/gu) ?? []).length
}

/** Whether a base name is long and telling enough to be the only one of its kind in the world. */
export function isTellingName(basename: string, text: TextTools): boolean {
  const stem = text.normalise(basename.replace(/\.[^.]{1,5}$/, ''))
  return stem.length >= shortestName && tellingWords(stem).filter((word) => word.length >= 3).length >= fewestWords
}

/** The words that are neither generic nor mere numbers and sizes. */
function tellingWords(normalised: string): readonly string[] {
  return normalised.split(' ').filter((word) => /\p{L}/u.test(word) && !genericWords.has(word) && !/^\d+[a-z]?$|^(s|e|cd|part|vol|season|scene|clip|video|img|dsc[nf]?|mvi|mov|vid|gopr|g[hpx]|pxl|dji|wa)\d+$/.test(word))
}
