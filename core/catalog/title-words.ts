import { keyOf } from './keys.js'

// Chinese and Japanese put no spaces between words: there each character is a word of its own.
const word = /(?=[\p{L}\p{N}])[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])[\p{L}\p{N}])+/gu

/**
 * The words of a title, lower case and without accents. Title index and query both use it, so that SQLite's tokenizer has
 * nothing to decide: it splits at spaces only.
 */
export function titleWords(text: string): string[] {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().match(word) ?? []
}

/** One word that stands for the whole title, so that a title of nothing but common words is found at once. No text has it. */
export function wholeTitle(text: string): string {
  return `§${BigInt.asUintN(64, keyOf(titleWords(text).join(' '))).toString(36)}`
}

/** What the title index keeps of a title; empty when it has no word. */
export function titleEntry(title: string): string {
  const words = titleWords(title)
  return words.length === 0 ? '' : `${words.join(' ')} ${wholeTitle(title)}`
}
