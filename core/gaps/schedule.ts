import { Cron } from 'croner'

/** Not on the hour, when everything else starts. */
const named: Readonly<Record<string, string>> = { hourly: '17 * * * *', daily: '17 4 * * *', weekly: '17 4 * * 1' }

export interface ScheduleOptions {
  /** `manual`, `hourly`, `daily`, `weekly` or a cron expression. */
  readonly schedule: string
  /** An IANA name; that of the machine when absent. */
  readonly timeZone?: string | undefined
}

/** When comparisons start by themselves. */
export class Schedule {
  readonly #pattern: string | undefined
  readonly #timeZone: { timezone?: string }
  #cron: Cron | undefined

  /** @throws Error for what is no cron expression */
  constructor({ schedule, timeZone }: ScheduleOptions) {
    this.#pattern = schedule === 'manual' ? undefined : named[schedule] ?? schedule
    this.#timeZone = timeZone === undefined ? {} : { timezone: timeZone }
    if (this.#pattern !== undefined) this.#reading(this.#pattern)
  }

  start(due: () => void): void {
    if (this.#pattern === undefined) return
    this.#cron = new Cron(this.#pattern, { ...this.#timeZone, unref: true, protect: true, catch: true }, due)
  }

  stop(): void {
    this.#cron?.stop()
    this.#cron = undefined
  }

  nextAt(): Date | undefined {
    return this.#pattern === undefined ? undefined : this.#reading(this.#pattern).nextRun() ?? undefined
  }

  /** Whether a run was due between the last one and now. @param lastAt Unix ms */
  hasMissed(lastAt: number, now: number = Date.now()): boolean {
    if (this.#pattern === undefined) return false
    const due = this.#reading(this.#pattern).nextRun(new Date(lastAt))
    return due !== null && due.getTime() <= now
  }

  #reading(pattern: string): Cron {
    return new Cron(pattern, { ...this.#timeZone, paused: true })
  }
}
