import type { Plugin } from '../../shared/plugin-api/index.js'
import { FileHashes } from './file-hashes.js'
import { fileReader } from './file-reader.js'
import { hashMatcher } from './hash-matcher.js'
import { MediaFolders } from './media-folders.js'

/** Finds scenes by the bytes of the file, where this machine can read it, and tells other plugins what those bytes say. */
const oshash: Plugin<{ readonly folders: readonly string[] }> = {
  id: 'oshash',
  apiVersion: 1,
  enabledByDefault: false,
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      folders: { type: 'array', items: { type: 'string', pattern: '^(/|[A-Za-z]:[\\\\/]|\\\\\\\\)' }, default: [], description: 'The folders, as this machine sees them, in which files may be read. Empty: the `local` folders of the path mapping rules.' },
    },
  },
  register(host, { folders }) {
    const readable = folders.length > 0 ? folders : host.paths.localFolders
    if (readable.length === 0) host.log.warn('reads no file: no path mapping rule has a `local` folder, and the option folders is empty')
    const hashes = new FileHashes(new MediaFolders(readable))
    host.addMatcher(hashMatcher(host, hashes))
    if (readable.length > 0) host.addFileReader(fileReader(hashes))
  },
}

export default oshash
