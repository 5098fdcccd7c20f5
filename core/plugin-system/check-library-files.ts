import type { LibraryFile } from '../../shared/plugin-api/index.js'
import { kindOf } from './check-candidates.js'

const longestPage = 100_000

/** A plain copy of one page of a gap source's listing. Throws when it is not a list of files. */
export function checkLibraryFiles(output: unknown): readonly LibraryFile[] {
  if (!Array.isArray(output) || output.length > longestPage) throw new TypeError(`wanted a page of at most ${longestPage} files, got ${kindOf(output)}`)
  const page = output as readonly unknown[]
  return Array.from({ length: page.length }, (_, at) => checkOne(page[at], `files[${at}]`))
}

function checkOne(value: unknown, at: string): LibraryFile {
  if (typeof value !== 'object' || value === null) throw new TypeError(`${at} is ${kindOf(value)}, wanted { path, size, owner }`)
  const { path, size, owner, duration, oshash, section } = value as Readonly<Record<string, unknown>>
  const bytes = amount(size, `${at}.size`)
  return {
    path: word(path, `${at}.path`),
    size: bytes,
    owner: word(owner, `${at}.owner`),
    ...(duration === undefined ? {} : { duration: amount(duration, `${at}.duration`) }),
    ...(oshash === undefined ? {} : { oshash: word(oshash, `${at}.oshash`) }),
    ...(section === undefined ? {} : { section: word(section, `${at}.section`) }),
  }
}

function word(value: unknown, at: string): string {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${at} is ${kindOf(value)}, wanted a text`)
  return value
}

function amount(value: unknown, at: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw new TypeError(`${at} is ${kindOf(value)}, wanted a number from 0`)
  return value
}
