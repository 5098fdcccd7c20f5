import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import type { Secrets } from '../log/secrets.js'
import { paintFor, type Paint } from './paint.js'

type Process = Pick<NodeJS.Process, 'env' | 'stdin' | 'stdout' | 'stderr'>

/** Where a command reads and writes. */
export class Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly paint: Paint
  /** For {@link complain}. */
  readonly errorPaint: Paint
  readonly #process: Process
  readonly #secrets: Secrets

  constructor(process: Process, secrets: Secrets) {
    this.env = process.env
    this.paint = paintFor(process.stdout, process.env)
    this.errorPaint = paintFor(process.stderr, process.env)
    this.#process = process
    this.#secrets = secrets
  }

  /** Nothing that is written from now on shows this text. */
  hide(secret: string | undefined): void {
    this.#secrets.add(secret)
  }

  /** Resolves when there is room for more. */
  async write(text: string | Uint8Array): Promise<void> {
    const clean = typeof text === 'string' ? this.#secrets.strip(text) : text
    if (!this.#process.stdout.write(clean)) await once(this.#process.stdout, 'drain')
  }

  /** A line, or several. */
  async say(...lines: readonly string[]): Promise<void> {
    await this.write(lines.map((line) => `${line}\n`).join(''))
  }

  /** To standard error. */
  complain(text: string): void {
    this.#process.stderr.write(this.#secrets.strip(text))
  }

  /** One line that replaces itself on a terminal; nothing elsewhere. */
  progress(line: string): void {
    if (this.#process.stderr.isTTY) this.#process.stderr.write(`\r\u001B[K${this.#secrets.strip(line)}`)
  }

  /** Whether there is a person to ask. */
  get interactive(): boolean {
    return this.#process.stdin.isTTY && this.#process.stdout.isTTY
  }

  /** Empty when the person only presses Enter, or ends the input. */
  async ask(question: string): Promise<string> {
    const asking = createInterface({ input: this.#process.stdin, output: this.#process.stdout })
    const closed = once(asking, 'close').then(() => '')
    try {
      return (await Promise.race([asking.question(this.#secrets.strip(question)), closed])).trim()
    } finally {
      asking.close()
    }
  }
}
