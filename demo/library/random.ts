/** A seeded stream of numbers in [0, 1) (mulberry32): the same seed gives the same library on every machine. */
export function randomStream(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A 32-bit mix of two numbers: stateless, so that a row's facts can be worked out when they are asked for. */
export function mix(a: number, b: number): number {
  let mixed = Math.imul((a >>> 0) ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul((b >>> 0) + 0x7f4a7c15, 0xc2b2ae35)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return (mixed ^ (mixed >>> 15)) >>> 0
}

/** The element of `list` that the number chooses. */
export function choose<T>(list: readonly T[], number: number): T {
  return list[number % list.length] as T
}

/** Shuffles in place. */
export function shuffle(list: Uint8Array, random: () => number): void {
  for (let last = list.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const kept = list[last] as number
    list[last] = list[other] as number
    list[other] = kept
  }
}
