import type { LibraryFile } from '../../shared/plugin-api/index.js'
import type { AllMeasures } from './moved.js'
import { NumberColumn } from './number-column.js'

const UNKNOWN = -1

/** Sizes and durations of files, 12 bytes each. */
export class MeasureColumns implements AllMeasures {
  readonly #sizes = new NumberColumn(Float64Array)
  /** Milliseconds. */
  readonly #durations = new NumberColumn(Int32Array)

  get length(): number {
    return this.#sizes.length
  }

  push({ size, duration }: Pick<LibraryFile, 'size' | 'duration'>): void {
    this.#sizes.push(size)
    this.#durations.push(duration === undefined ? UNKNOWN : Math.round(duration * 1000))
  }

  size(index: number): number {
    return this.#sizes.at(index)
  }

  duration(index: number): number | undefined {
    const duration = this.#durations.at(index)
    return duration === UNKNOWN ? undefined : duration
  }
}
