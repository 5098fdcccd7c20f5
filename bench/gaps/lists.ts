import { createWriteStream } from 'node:fs'
import { once } from 'node:events'

/** The nth path of a library, some 82 bytes. */
export function pathOf(nth: number, root = '/data/media'): string {
  return `${root}/in/studio ${nth % 211}/Some telling name of a scene, part ${String(nth).padStart(7, '0')} [1080p].mp4`
}

/** Numbers below `count` in an order that has nothing to do with theirs; the same every time. */
export function shuffled(count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, nth) => nth)
  let state = 12_345
  for (let last = count - 1; last > 0; last--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const other = state % (last + 1)
    ;[order[last], order[other]] = [order[other] as number, order[last] as number]
  }
  return order
}

/** Writes lines to a file, many at a time. */
export async function writeLines(file: string, lines: Iterable<string>): Promise<void> {
  const out = createWriteStream(file)
  let chunk = ''
  for (const line of lines) {
    chunk += `${line}\n`
    if (chunk.length < 1 << 20) continue
    if (!out.write(chunk)) await once(out, 'drain')
    chunk = ''
  }
  out.end(chunk)
  await once(out, 'finish')
}
