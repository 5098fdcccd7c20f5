import { crc32, deflateSync } from 'node:zlib'

const longestComment = 65_533
const blocks = { across: 40, down: 23 }

export interface Picture { readonly bytes: Buffer, readonly type: string }

function segment(marker: number, content: readonly number[] | Buffer): Buffer {
  const head = Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 0xff])
  return Buffer.concat([head, Buffer.from(content)])
}

/** The entropy-coded part of an even grey: the first block says the shade, every other one that nothing changes. */
function shadeBits(shade: number): Buffer {
  const first = `10${(64 + shade % 64).toString(2).padStart(7, '0')}0`
  const bits = first + '00'.repeat(blocks.across * blocks.down - 1)
  const octets = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1').match(/.{8}/g) ?? []
  // A byte of ones would be taken for a marker.
  return Buffer.from(octets.flatMap((octet) => octet === '11111111' ? [0xff, 0] : [Number.parseInt(octet, 2)]))
}

/** A whole grey JPEG of 320 × 184, brought to about the wanted size by comments; other `text`, other bytes. */
export function jpeg(text: string, { shade, bytes }: { shade: number, bytes: number }): Picture {
  const [height, width] = [blocks.down * 8, blocks.across * 8]
  const frame = [8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0]
  const tables = [
    segment(0xdb, [0, ...Array.from({ length: 64 }, () => 8)]),
    segment(0xc0, frame),
    segment(0xc4, [0x00, 1, 1, ...Array.from({ length: 14 }, () => 0), 0, 7]),
    segment(0xc4, [0x10, 1, ...Array.from({ length: 15 }, () => 0), 0]),
    segment(0xda, [1, 1, 0, 0, 63, 0]),
  ]
  const picture = Buffer.concat([...tables, shadeBits(shade), Buffer.from([0xff, 0xd9])])
  const start = Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]), segment(0xfe, Buffer.from(text))])
  const fillers: Buffer[] = []
  for (let left = bytes - start.length - picture.length; left > 4; left -= longestComment + 4) {
    fillers.push(segment(0xfe, Buffer.alloc(Math.min(left - 4, longestComment), 0x2e)))
  }
  return { bytes: Buffer.concat([start, ...fillers, picture]), type: 'image/jpeg' }
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A whole grey PNG. */
export function png(shade: number, { width, height }: { width: number, height: number }): Picture {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 8
  const row = Buffer.alloc(width + 1, shade & 0xff)
  row[0] = 0
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return { bytes: Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]), type: 'image/png' }
}

/** What Stash sends where there is no picture, and what many real logos are. */
export function svg(text: string): Picture {
  const bytes = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"><title>${text}</title><rect width="640" height="360" fill="#777"/></svg>`)
  return { bytes, type: 'image/svg+xml' }
}
