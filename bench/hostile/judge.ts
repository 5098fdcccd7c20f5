import { forgedHeader, forgedLine } from './values.js'

export interface Answer {
  readonly status: number
  /** Names and values, one after the other. */
  readonly headers: string
  readonly text: string
}

export interface JudgeOptions {
  /** Texts that may be nowhere in answers and log lines, by what they are. */
  readonly secrets: Readonly<Record<string, string>>
}

/** Statuses of 500 and more that are meant, with the codes that may come with them. */
const deliberate: Readonly<Record<number, RegExp>> = {
  502: /"code":"S2P_(?:IMAGE_UNUSABLE|PLEX_ANSWER|LISTING_BROKEN)"/,
  503: /"code":"S2P_(?!INTERNAL)|"status":|"catalog"/,
}

/** Decides of answers and log lines whether they are as they should be; gives back what is wrong, or undefined. */
export class Judge {
  readonly #secrets: readonly (readonly [string, string])[]

  constructor({ secrets }: JudgeOptions) {
    this.#secrets = Object.entries(secrets).flatMap(([name, secret]) => [[name, secret], [name, encodeURIComponent(secret)], [name, JSON.stringify(secret).slice(1, -1)]] as const)
  }

  ofAnswer({ status, headers, text }: Answer): string | undefined {
    if (status >= 500 && deliberate[status]?.test(text) !== true && !(text === '' && status > 501 && status < 504)) return `status ${status}: ${text.slice(0, 200)}`
    if (new RegExp(`^${forgedHeader}\\b`, 'im').test(headers)) return 'it has a forged header'
    if (status >= 400 && text !== '' && !/"code":"S2P_|"status":|^\{"id":/.test(text)) return `an error in a form of its own: ${status} ${text.slice(0, 200)}`
    if (/root:[x*]:0:/.test(text)) return 'it holds a file of this machine'
    return this.#secretIn(`${headers}\n${text}`)
  }

  ofLine(line: string): string | undefined {
    if (line.startsWith(forgedLine)) return 'a forged line'
    // eslint-disable-next-line no-control-regex
    if (/[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/.test(line)) return `it would move a terminal: ${JSON.stringify(line).slice(0, 200)}`
    const fields = fieldsOf(line)
    if (fields === undefined) return `it is no JSON: ${line.slice(0, 300)}`
    if (tellsOfFault(fields)) return `it tells of a fault: ${line.slice(0, 1500)}`
    return this.#secretIn(line)
  }

  #secretIn(text: string): string | undefined {
    const found = this.#secrets.find(([, secret]) => text.includes(secret))
    return found === undefined ? undefined : `it holds ${found[0]}: ${text.slice(Math.max(0, text.indexOf(found[1]) - 100), text.indexOf(found[1])).slice(-100)}…`
  }
}

/** Only what the line itself says counts: titles in it may say anything. */
function tellsOfFault({ level, code, msg, err }: Readonly<Record<string, unknown>>): boolean {
  return level === 'fatal' || code === 'S2P_INTERNAL' || /an answer failed|^unhandled/.test(String(msg)) || JSON.stringify(err ?? '').includes('ERR_ACCESS_DENIED')
}

function fieldsOf(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
}
