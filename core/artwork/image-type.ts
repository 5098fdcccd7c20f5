import type { ImageKind } from '../../shared/domain/image.js'

const passed: ReadonlySet<string> = new Set([
  'image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'image/bmp', 'image/svg+xml',
])

/** What becomes of a picture of this type: passed on, looked at first, taken for "there is none", or refused. */
export type Verdict = 'pass' | 'sniff' | 'absent' | 'refuse'

export function essenceOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

/** `essence` is the media type without parameters, in lower case. */
export function verdictOn(essence: string, kind: ImageKind): Verdict {
  // Stash sends an SVG with status 200 for a scene that has no cover.
  if (essence === 'image/svg+xml' && kind === 'scene') return 'absent'
  if (passed.has(essence)) return 'pass'
  // Stash does not recognise AVIF and says so in this way.
  return essence === 'application/octet-stream' ? 'sniff' : 'refuse'
}

/** True when the bytes begin as an AVIF file: a `ftyp` box with an AVIF brand. */
export function isAvif(start: Uint8Array): boolean {
  const text = Buffer.from(start.buffer, start.byteOffset, Math.min(start.byteLength, 12)).toString('latin1')
  return text.slice(4, 8) === 'ftyp' && /^avi[fs]$/.test(text.slice(8, 12))
}
