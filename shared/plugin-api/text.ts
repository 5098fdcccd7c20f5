/** What an admin writes to pick tags, performers and the like: a number is Stash's id, a text a name or a glob. */
export type Listed = string | number

export interface Named {
  readonly id: string
  readonly name: string
}

/** What stands for each `{field}` of a template. */
export type TemplateValues = Readonly<Record<string, string | undefined>>

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
  /** One line of at most 1,000 characters, for titles and names; undefined when nothing can be seen of it. */
  oneLine(text: string | undefined): string | undefined
  /**
   * Compiles a list of ids, names and globs: `[12, 'Outdoor', 'ambiguous*']`. Case is ignored, `*` alone stands for all, and
   * nothing is in an empty list. Throws as {@link TextTools.globs} does.
   */
  inList(list: readonly Listed[]): (thing: Named) => boolean
  /**
   * Compiles a template such as `[{studio}] {performers} - {title} ({year})`. A field without value goes, and with it the
   * separator beside it and the brackets around it; the result is one line, empty when no field has a value.
   */
  template(text: string): (values: TemplateValues) => string
}
