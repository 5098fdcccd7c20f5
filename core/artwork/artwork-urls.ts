import { createHmac, timingSafeEqual } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { ImageKind, ImageRef } from '../../shared/domain/image.js'

const kinds: ReadonlySet<string> = new Set<ImageKind>(['scene', 'performer', 'studio', 'tag', 'group', 'image'])
const ids = /^\d{1,19}$/
const versions = /^[\w-]{1,40}$/

/** 18 bytes are 144 bits, and exactly 24 characters: no spare bits that could be varied. */
const signatureBytes = 18

/** Performers and studios come again and again in a scan; a signature costs as much as all the rest of an address. */
const keptSignatures = 5000

/** The parts of an image's address as they came in, unchecked. */
export interface ArtworkPath {
  readonly kind: string
  readonly id: string
  readonly version: string
  readonly signature: string
}

/**
 * Makes and checks the addresses of pictures: `<base>/artwork/<kind>/<id>/<version>/<signature>`. They never expire, because
 * Plex stores them; whoever has no key can make none for another picture.
 */
export class ArtworkUrls {
  readonly #key: Uint8Array
  readonly #signatures = new LRUCache<string, string>({ max: keptSignatures })

  /** `key` is the secret, 16 bytes or more. */
  constructor(options: { readonly key: Uint8Array }) {
    if (options.key.byteLength < 16) throw new RangeError('the signing key needs 16 bytes or more')
    this.#key = options.key
  }

  /** `base` is an absolute URL without a slash at its end. */
  url(ref: ImageRef, base: string): string {
    return `${base}/artwork/${ref.kind}/${ref.id}/${encodeURIComponent(ref.version)}/${this.#sign(ref)}`
  }

  /** The picture that the address names, or undefined when we did not make the address. */
  verify(path: ArtworkPath): ImageRef | undefined {
    if (!isNamed(path)) return undefined
    const ref = { kind: path.kind, id: path.id, version: path.version }
    return sameText(this.#sign(ref), path.signature) ? ref : undefined
  }

  #sign(ref: ImageRef): string {
    const named = `${ref.kind}/${ref.id}/${ref.version}`
    const known = this.#signatures.get(named)
    if (known !== undefined) return known
    const made = createHmac('sha256', this.#key).update(named).digest().subarray(0, signatureBytes).toString('base64url')
    this.#signatures.set(named, made)
    return made
  }
}

function isNamed(path: ArtworkPath): path is ArtworkPath & { readonly kind: ImageKind } {
  return kinds.has(path.kind) && ids.test(path.id) && versions.test(path.version)
}

function sameText(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}
