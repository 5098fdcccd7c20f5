import type { FileHandle } from 'node:fs/promises'
import { bulkhead } from 'cockatiel'
import { LRUCache } from 'lru-cache'
import type { MediaFolders, NotRead } from './media-folders.js'
import { chunkOf, oshashOf } from './oshash.js'

/** What a file's own bytes say. */
export interface FileHash {
  readonly oshash: string
  /** Bytes. */
  readonly size: number
}

const mostKept = 5000
/** A mount that hangs keeps the threads that read from it; Node has four, and others need them too. */
const atOnce = 2
const mostWaiting = 100

/** Hashes of files on this machine, each read once until its size or time changes. */
export class FileHashes {
  readonly #folders: MediaFolders
  readonly #kept = new LRUCache<string, FileHash>({ max: mostKept })
  readonly #readers = bulkhead(atOnce, mostWaiting)

  constructor(folders: MediaFolders) {
    this.#folders = folders
  }

  /** Rejects when the file cannot be read, when too many wait already, and when the signal fires first. */
  async of(path: string, signal: AbortSignal): Promise<FileHash | NotRead> {
    const reading = this.#readers.execute(async () => {
      signal.throwIfAborted()
      return await this.#read(path)
    })
    return await Promise.race([reading, aborted(signal)])
  }

  async #read(path: string): Promise<FileHash | NotRead> {
    const opened = await this.#folders.open(path)
    if (typeof opened === 'string') return opened
    try {
      const stats = await opened.file.stat()
      const chunk = stats.isFile() ? chunkOf(stats.size) : undefined
      if (chunk === undefined) return 'absent'
      const key = `${stats.size} ${stats.mtimeMs} ${opened.path}`
      const hash = this.#kept.get(key) ?? await hashOf(opened.file, stats.size, chunk)
      this.#kept.set(key, hash)
      return hash
    } finally {
      await opened.file.close()
    }
  }
}

async function hashOf(file: FileHandle, size: number, chunk: number): Promise<FileHash> {
  const [head, tail] = [await piece(file, 0, chunk), await piece(file, size - chunk, chunk)]
  return { oshash: oshashOf(size, head, tail), size }
}

async function piece(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, from + filled)
    if (bytesRead === 0) throw new Error('the file became shorter while it was read')
    filled += bytesRead
  }
  return buffer
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const refuse = (): void => { reject(new Error('the file could not be read in time')) }
    if (signal.aborted) refuse()
    else signal.addEventListener('abort', refuse, { once: true })
  })
}
