import { breakers } from './values.js'

const oddities: readonly unknown[] = [null, true, false, 0, -1, 1e308, -1e308, 2 ** 53, 0.1, [], {}, '', ' ', [null], [[]], { id: {} }, 'x'.repeat(50_000), '2024', '0001-01-01', '9999-12-31T23:59:59Z', '+275760-09-13T00:00:00Z', 'not a date', ...breakers]
const names = ['__proto__', 'constructor', 'toJSON', 'then', 'length', 'errors', 'data', 'id', 'extensions']

/** Does something to a few values of an answer and leaves the rest as it is, so that readers get far before they meet it. */
export function mangled(json: unknown, random: () => number): unknown {
  const spots = spotsIn(json)
  for (let count = 1 + Math.floor(random() * 4); count > 0 && spots.length > 0; count--) {
    const { holder, key } = pick(spots, random)
    change(holder, key, random)
  }
  return json
}

/** The same for bytes: cut off, doubled, or with a byte turned. */
export function mangledBytes(bytes: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * (bytes.length + 1))
  const how = Math.floor(random() * 4)
  if (how === 0) return bytes.subarray(0, at)
  if (how === 1) return Buffer.concat([bytes, bytes.subarray(at)])
  if (how === 2) return Buffer.concat([bytes.subarray(0, at), Buffer.from(pick(breakers, random)), bytes.subarray(at)])
  return Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ (1 << Math.floor(random() * 8)) : byte)))
}

interface Spot {
  readonly holder: Record<string, unknown>
  readonly key: string
}

function spotsIn(json: unknown, most = 3000): Spot[] {
  const spots: Spot[] = []
  const waiting: unknown[] = [json]
  while (waiting.length > 0 && spots.length < most) {
    const holder = waiting.shift()
    if (typeof holder !== 'object' || holder === null) continue
    for (const key of Object.keys(holder)) {
      spots.push({ holder: holder as Record<string, unknown>, key })
      waiting.push((holder as Record<string, unknown>)[key])
    }
  }
  return spots
}

function change(holder: Record<string, unknown>, key: string, random: () => number): void {
  const how = random()
  if (how < 0.75) holder[key] = pick(oddities, random)
  else if (how < 0.85) delete holder[key]
  else if (how < 0.95 && !Array.isArray(holder)) Object.defineProperty(holder, pick(names, random), { value: pick(oddities, random), enumerable: true, configurable: true, writable: true })
  else if (Array.isArray(holder[key])) holder[key] = [...holder[key] as unknown[], ...holder[key] as unknown[]]
  else holder[key] = { [key]: holder[key] }
}

export function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T
}
