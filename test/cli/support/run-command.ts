import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { commands } from '../../../core/cli/commands.js'
import { runCommandLine } from '../../../core/cli/run.js'
import { Terminal } from '../../../core/cli/terminal.js'
import { Secrets } from '../../../core/log/secrets.js'

const entry = fileURLToPath(new URL('../../../core/cli/main.js', import.meta.url))

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

type Variables = Readonly<Record<string, string>>

/** Runs a command as a process of its own, which sees nothing of the environment but these variables. */
export function runProcess(args: readonly string[], env: Variables = {}, cwd?: string): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [entry, ...args], { env: { PATH: process.env['PATH'], ...env }, ...cwd === undefined ? {} : { cwd } }, (error, out, err) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out, err })
    })
    child.stdin?.end()
  })
}

/** The same in this process, which spares a second for each. With `answers`, a person sits there who types these. */
export async function runHere(args: readonly string[], env: Variables = {}, answers?: readonly string[]): Promise<Ended> {
  const written = { out: '', err: '' }
  const stream = (to: 'out' | 'err') => ({ isTTY: false, write: (text: string | Uint8Array) => { written[to] += typeof text === 'string' ? text : Buffer.from(text).toString(); return true } })
  const streams = { env, stdin: { isTTY: false }, stdout: stream('out'), stderr: stream('err') } as unknown as NodeJS.Process
  const terminal = answers === undefined ? new Terminal(streams, new Secrets()) : new Attended(streams, new Secrets(), answers)
  return { code: await runCommandLine(args, commands, terminal), ...written }
}

class Attended extends Terminal {
  readonly #answers: string[]

  constructor(process: NodeJS.Process, secrets: Secrets, answers: readonly string[]) {
    super(process, secrets)
    this.#answers = [...answers]
  }

  override get interactive(): boolean {
    return true
  }

  override async ask(question: string): Promise<string> {
    const answer = this.#answers.shift()
    if (answer === undefined) throw new Error(`nobody answers: ${question}`)
    await this.say(question + answer)
    return answer
  }
}

/** Where nobody listens. */
export const nowhere = 'http://127.0.0.1:9'
