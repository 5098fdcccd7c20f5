import type { LibraryFile } from '../../shared/plugin-api/index.js'
import { kindOf } from './check-candidates.js'

const longestPage = 100_000
/** Bytes; no file system has a longer path. */
const longestPath = 32_767
const longestName = 1000
const longestHash = 64
/** Seconds. Plex and Stash pass on what a broken file says of itself. */
const longestDuration = 2_000_000

/** A plain copy of one page of a gap source's listing. Throws when it is not a list of files. */
export function checkLibraryFiles(output: unknown): readonly LibraryFile[] {
  if (!Array.isArray(output) || output.length > longestPage) throw new TypeError(`wanted a page of at most ${longestPage} files, got ${kindOf(output)}`)
  const page = output as readonly unknown[]
  return Array.from({ length: page.length }, (_, at) => checkOne(page[at], `files[${at}]`))
}

function checkOne(value: unknown, at: string): LibraryFile {
  if (typeof value !== 'object' || value === null) throw new TypeError(`${at} is ${kindOf(value)}, wanted { path, size, owner }`)
  const { path, size, owner, duration, oshash, section } = value as Readonly<Record<string, unknown>>
  return {
    path: text(path, `${at}.path`, longestPath),
    size: bytes(size, `${at}.size`),
    owner: text(owner, `${at}.owner`, longestName),
    ...possible(duration, `${at}.duration`),
    ...(oshash === undefined ? {} : { oshash: text(oshash, `${at}.oshash`, longestHash) }),
    ...(section === undefined ? {} : { section: text(section, `${at}.section`, longestName) }),
  }
}

/** @param most UTF-8 bytes */
function text(value: unknown, at: string, most: number): string {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${at} is ${kindOf(value)}, wanted a text`)
  if (value.length > most / 3 && Buffer.byteLength(value) > most) throw new TypeError(`${at} is a text of ${value.length} characters, wanted at most ${most} bytes`)
  return value
}

function bytes(value: unknown, at: string): number {
  if (!Number.isSafeInteger(value) || Number(value) < 0) throw new TypeError(`${at} is ${kindOf(value)}, wanted a whole number from 0`)
  return Number(value)
}

function possible(duration: unknown, at: string): { readonly duration?: number } {
  if (duration === undefined) return {}
  if (typeof duration !== 'number' || !Number.isFinite(duration) || duration < 0) throw new TypeError(`${at} is ${kindOf(duration)}, wanted a number from 0`)
  return duration > longestDuration ? {} : { duration }
}
