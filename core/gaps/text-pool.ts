/** Few different texts, each kept once and named by a small number; 0 is no text. */
export class TextPool {
  readonly #texts: (string | undefined)[] = [undefined]
  readonly #numbers = new Map<string, number>()

  number(text: string | undefined): number {
    if (text === undefined) return 0
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.#texts.length)
    return this.#texts.push(text) - 1
  }

  text(number: number): string | undefined {
    return this.#texts[number]
  }
}
