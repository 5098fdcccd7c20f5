import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { ArtworkUrls } from '../../core/artwork/artwork-urls.js'
import type { ArtworkPath } from '../../core/artwork/artwork-urls.js'
import type { ImageKind } from '../../shared/domain/image.js'

const urls = new ArtworkUrls({ key: randomBytes(32) })
const refs = fc.record({
  kind: fc.constantFrom<ImageKind>('scene', 'performer', 'studio', 'tag', 'group'),
  id: fc.bigInt({ min: 0n, max: 10n ** 18n }).map(String),
  version: fc.stringMatching(/^[\w-]{1,40}$/),
}, { noNullPrototype: true })

function partsOf(url: string): ArtworkPath {
  const [kind = '', id = '', version = '', signature = ''] = new URL(url).pathname.split('/').slice(2)
  return { kind, id, version, signature }
}

t.test('verifies every address that it made', async () => {
  fc.assert(fc.property(refs, (ref) => {
    const url = urls.url(ref, 'http://host:1')
    return isDeepStrictEqual(urls.verify(partsOf(url)), ref) && /\/[\w-]{24}$/.test(url)
  }))
})

t.test('refuses whatever was changed in an address', async () => {
  const change = fc.record({
    field: fc.constantFrom<keyof ArtworkPath>('kind', 'id', 'version', 'signature'),
    value: fc.oneof(fc.string(), fc.constantFrom('scene', 'tag', '1', '0', '', '..', 'SCENE'), fc.stringMatching(/^[\w-]{24}$/)),
  })
  fc.assert(fc.property(refs, change, (ref, { field, value }) => {
    const path = partsOf(urls.url(ref, 'http://host'))
    return path[field] === value || urls.verify({ ...path, [field]: value }) === undefined
  }))
})

t.test('refuses a signature with one character changed', async () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  fc.assert(fc.property(refs, fc.nat(23), fc.nat(63), (ref, at, letter) => {
    const path = partsOf(urls.url(ref, 'http://host'))
    const signature = path.signature.slice(0, at) + alphabet[letter] + path.signature.slice(at + 1)
    return signature === path.signature || urls.verify({ ...path, signature }) === undefined
  }))
})

t.test('refuses what another key signed', async (t) => {
  const other = new ArtworkUrls({ key: randomBytes(32) })
  t.equal(urls.verify(partsOf(other.url({ kind: 'scene', id: '1', version: '2' }, 'http://host'))), undefined)
})

t.test('keeps one picture\'s parts apart from another\'s', async (t) => {
  const { signature } = partsOf(urls.url({ kind: 'scene', id: '1', version: '23' }, 'http://host'))
  t.equal(urls.verify({ kind: 'scene', id: '12', version: '3', signature }), undefined)
})

t.test('needs a key that cannot be guessed', async (t) => {
  t.throws(() => new ArtworkUrls({ key: new Uint8Array(8) }), RangeError)
})
