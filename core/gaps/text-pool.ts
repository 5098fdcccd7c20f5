/** Few different texts, each kept once and named by a small number; 0 is no text. */
export class TextPool {
  readonly #most: number
  readonly #texts: (string | undefined)[] = [undefined]
  readonly #numbers = new Map<string, number>()

  /** @param most beyond so many texts no new one is kept */
  constructor(most = Infinity) {
    this.#most = most
  }

  /** 0 for no text, and for one that there is no room for. */
  number(text: string | undefined): number {
    if (text === undefined) return 0
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    if (this.#numbers.size >= this.#most) return 0
    this.#numbers.set(text, this.#texts.length)
    return this.#texts.push(text) - 1
  }

  text(number: number): string | undefined {
    return this.#texts[number]
  }
}
