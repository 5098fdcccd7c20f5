import type { FileReader } from '../../shared/plugin-api/index.js'
import type { FileHashes } from './file-hashes.js'

/** Tells other plugins what a file's bytes say, so that a name or a folder has a witness. */
export function fileReader(hashes: FileHashes): FileReader {
  return {
    async fingerprint(localPath, { signal }) {
      const read = await hashes.of(localPath, signal)
      return read === 'unmounted' || read === 'outside' ? 'unknown' : read
    },
  }
}
