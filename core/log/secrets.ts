/**
 * The texts that must never leave the process in a log line. Names of fields are not enough: a secret may sit in a URL
 * or in somebody else's error message.
 */
export class Secrets {
  readonly #forms = new Set<string>()

  add(secret: string | undefined): void {
    if (secret === undefined || secret.length < 4) return
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) this.#forms.add(form)
  }

  strip(text: string): string {
    let clean = text
    for (const form of this.#forms) {
      if (clean.includes(form)) clean = clean.replaceAll(form, '[redacted]')
    }
    return clean
  }
}
