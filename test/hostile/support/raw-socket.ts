import { connect, type Socket } from 'node:net'

/** Longest time that an answer is waited for, milliseconds. */
const PATIENCE = 20_000

/** Sends bytes as they stand and gives back everything that came until the other side hung up. `parts` are sent one by one. */
export function sendRaw(url: string, ...parts: readonly (string | Buffer)[]): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect(Number(port), hostname)
    const timer = setTimeout(() => socket.destroy(), PATIENCE)
    socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => {})
    socket.once('close', () => {
      clearTimeout(timer)
      resolve(Buffer.concat(chunks).toString('latin1'))
    })
    socket.once('connect', () => { for (const part of parts) socket.write(part) })
  })
}

/** A request that asks for the connection to be closed after its answer. `head` are whole lines. */
export function rawRequest(line: string, head: readonly string[] = [], body: string | Buffer = ''): Buffer {
  const length = Buffer.byteLength(body)
  const lines = [line, ...head, ...(length === 0 ? [] : [`Content-Length: ${length}`]), 'Connection: close', '', '']
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), Buffer.from(body)])
}

export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0)
}

/** What follows the head. */
export function bodyOf(answer: string): string {
  return answer.slice(answer.indexOf('\r\n\r\n') + 4)
}

/** Keeps a connection open and sends a byte now and then, until the other side hangs up. */
export function dripRaw(url: string, text: string, everyMs: number): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    let received = ''
    let at = 0
    const socket: Socket = connect(Number(port), hostname)
    const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ' '), everyMs)
    socket.on('data', (chunk) => { received += chunk.toString('latin1') }).on('error', () => {})
    socket.once('close', () => {
      clearInterval(timer)
      resolve(received)
    })
  })
}
