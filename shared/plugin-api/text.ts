/** Text work that every plugin should do in the same way. */
export interface TextTools {
  /** NFC, lower case, everything but letters and digits to one space, trimmed. For comparing titles. */
  normalise(text: string): string
  /** 0–1: how alike two texts are after {@link TextTools.normalise}; 1 is equal. */
  similarity(a: string, b: string): number
  /** The last segment of a path with either separator. */
  basename(path: string): string
  /** The name of the folder that a path lies in; empty at the top. */
  parentName(path: string): string
  /**
   * Compiles glob patterns (picomatch; `/` as separator, dot files included, extglobs off, case ignored). At most three
   * `*` in a segment and 512 characters a pattern. Throws a coded error for others.
   */
  globs(patterns: readonly string[]): (text: string) => boolean
}
