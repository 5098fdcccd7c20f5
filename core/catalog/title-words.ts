// Chinese and Japanese put no spaces between words: there each character is a word of its own.
const word = /(?=[\p{L}\p{N}])[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])[\p{L}\p{N}])+/gu

/**
 * The words of a title, lower case and without accents. Title index and query both use it, so that SQLite's tokenizer has
 * nothing to decide: it splits at spaces only.
 */
export function titleWords(text: string): string[] {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().match(word) ?? []
}
