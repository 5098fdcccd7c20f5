/** One line of the table: a figure beside the baseline that was measured in the same run. */
export interface Figure {
  readonly what: string
  readonly unit: string
  readonly value: number
  readonly baseline: number
  /** The ratio that was to be reached, in words. */
  readonly reach: string
}

/** One measurement. It starts what it needs and leaves nothing behind. */
export interface Bench {
  readonly name: string
  run(): Promise<readonly Figure[]>
}
