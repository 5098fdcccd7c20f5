// eslint-disable-next-line no-control-regex -- all of ASCII
const ascii = /^[\u0000-\u007F]*$/

/** Unicode normal form C: what most file systems write. macOS spells the same names decomposed (NFD). */
export function nfc(text: string): string {
  return ascii.test(text) ? text : text.normalize('NFC')
}

/** A path that has none of these is in normal form already, as nearly all are that come here. */
const needsWork = /\\|\/\/|.\/$/s

/**
 * A path with `/` between its segments and nowhere doubled, without a trailing one. The two leading slashes of a network
 * path (`//server/share`) stay. A backslash counts as a separator everywhere, although Linux allows it inside a name:
 * both sides of every comparison come through here, so such a name still finds itself.
 */
export function normalPath(path: string): string {
  if (!needsWork.test(path)) return path
  const slashed = path.replaceAll('\\', '/')
  const network = /^\/\/[^/]/.test(slashed)
  const single = slashed.replace(/\/{2,}/g, '/')
  const trimmed = single.length > 1 && single.endsWith('/') ? single.slice(0, -1) : single
  return network ? `/${trimmed}` : trimmed
}

/**
 * The one folding by which names and paths are compared without regard to case and Unicode form. Folding segments one by
 * one gives the same as folding the whole. The final sigma is evened out because lower case chooses it by its neighbours.
 */
export function foldPath(path: string): string {
  return foldNormalPath(normalPath(path))
}

/** The same for a path that is in normal form already. */
export function foldNormalPath(path: string): string {
  if (ascii.test(path)) return path.toLowerCase()
  return nfc(nfc(path).toLowerCase().replaceAll('ς', 'σ'))
}
