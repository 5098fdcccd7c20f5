import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { Pool } from 'undici'
import { bytesOf, rawBytes } from './raw-bytes.js'
import { hostileRequests, type HostileRequest } from './requests.js'
import type { Stage } from './stage.js'

export interface AttackOptions {
  readonly requests: number
  readonly seed: number
  /** 64 when absent. */
  readonly inFlight?: number
  /** Ends early, for example when the time is up. */
  readonly enough?: () => boolean
}

export interface AttackReport {
  readonly sent: number
  readonly seconds: number
  /** How often each status came. */
  readonly statuses: ReadonlyMap<number, number>
  /** What was not as it should be, each with what led to it. */
  readonly complaints: readonly string[]
}

const BATCH = 512
const MOST_COMPLAINTS = 40
/** Every answer is there within 10 s; an explanation within 20. */
const LATEST = 60_000

/** Sends hostile requests, and one in ten as spoilt bytes, and judges every answer. */
export async function attack(stage: Stage, { requests, seed, inFlight = 64, enough = () => false }: AttackOptions): Promise<AttackReport> {
  const pool = new Pool(stage.target.url, { connections: inFlight, headersTimeout: LATEST, bodyTimeout: LATEST })
  const tally = { sent: 0, statuses: new Map<number, number>(), complaints: [] as string[] }
  const begun = performance.now()
  const shots = shotsFrom(stage, pool, { requests, seed })
  const shoot = async (): Promise<void> => {
    for (let shot = shots.next(); shot.done !== true && tally.complaints.length < MOST_COMPLAINTS && !enough(); shot = shots.next()) {
      const { status, complaint } = await shot.value()
      tally.sent += 1
      tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1)
      if (complaint !== undefined) tally.complaints.push(complaint)
      if (stage.target.ended !== undefined) return void tally.complaints.push(`the server ended: ${stage.target.ended}`)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, shoot))
  await pool.destroy()
  return { ...tally, seconds: (performance.now() - begun) / 1000 }
}

type Shot = () => Promise<{ readonly status: number, readonly complaint: string | undefined }>

/** Made in portions, each from a seed of its own, so that any of them can be had again. */
function * shotsFrom(stage: Stage, pool: Pool, { requests, seed }: { readonly requests: number, readonly seed: number }): Generator<Shot> {
  const wellFormed = hostileRequests(stage.known)
  const bytes = rawBytes(wellFormed)
  for (let done = 0; done < requests; done += BATCH) {
    const asked = fc.sample(wellFormed, { numRuns: Math.min(BATCH, requests - done), seed: seed + done })
    const spoilt = fc.sample(bytes, { numRuns: Math.ceil(asked.length / 10), seed: seed + done })
    for (const [at, request] of asked.entries()) yield at % 10 === 9 ? () => sendBytes(stage, spoilt[Math.floor(at / 10)] ?? Buffer.from('x')) : () => sendEither(stage, pool, request)
  }
}

/** Undici stumbles over a host that begins like an IPv6 address and is none, and leaves what waits behind it for ever. */
function sendEither(stage: Stage, pool: Pool, request: HostileRequest): ReturnType<Shot> {
  return request.headers['host']?.startsWith('[') === true ? sendBytes(stage, bytesOf(request)) : send(stage, pool, request)
}

async function send({ judge }: Stage, pool: Pool, request: HostileRequest): ReturnType<Shot> {
  const { method, path, headers, body } = request
  try {
    const answer = await pool.request({ method, path, headers, body: body ?? null, signal: AbortSignal.timeout(LATEST) })
    const text = await answer.body.text()
    const complaint = judge.ofAnswer({ status: answer.statusCode, headers: Object.entries(answer.headers).map(([name, value]) => `${name}: ${String(value)}`).join('\n'), text })
    return { status: answer.statusCode, complaint: complaint === undefined ? undefined : `${complaint}\n  to ${shown(request)}` }
  } catch (error) {
    return { status: 0, complaint: isExpected(error, request) ? undefined : `${error instanceof Error ? `${error.name} ${error.message}` : String(error)}\n  to ${shown(request)}` }
  }
}

/** Pictures that Stash breaks off in the middle are broken off here, too. Undici refuses a few requests itself. */
function isExpected(error: unknown, { path }: HostileRequest): boolean {
  const { code = '', name } = error as { readonly code?: string, readonly name?: string }
  return name === 'InvalidArgumentError' || (path.startsWith('/artwork/') && ['UND_ERR_SOCKET', 'ECONNRESET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'].includes(code))
}

function sendBytes({ judge, target }: Stage, bytes: Buffer): ReturnType<Shot> {
  const { hostname, port } = new URL(target.url)
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(Number(port), hostname, () => socket.end(bytes))
    const late = sleepingKill(() => socket.destroy())
    socket.setEncoding('latin1').on('data', (chunk: string) => { text += chunk }).on('error', () => {})
    socket.once('close', () => {
      late.abort()
      const complaint = complaintOf(judge, text)
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), complaint: complaint === undefined ? undefined : `${complaint}\n  to the bytes ${JSON.stringify(bytes.toString('latin1')).slice(0, 1000)}` })
    })
  })
}

function complaintOf(judge: Stage['judge'], text: string): string | undefined {
  const broken = [...text.matchAll(/HTTP\/1\.1 (\d{3}) [^\r]*\r\n([^]*?)\r\n\r\n([^]*?)(?=HTTP\/1\.1 \d{3} |$)/g)]
  return broken.map(([, status, headers = '', body = '']) => judge.ofAnswer({ status: Number(status), headers, text: Number(status) >= 400 ? withoutChunks(body) : '' })).find((one) => one !== undefined)
}

/** Node itself refuses a request without a host by an empty chunked body. */
function withoutChunks(body: string): string {
  return body.replace(/^0\r\n\r\n$/, '')
}

function sleepingKill(kill: () => void): AbortController {
  const stop = new AbortController()
  sleep(LATEST, undefined, { signal: stop.signal, ref: false }).then(kill, () => undefined)
  return stop
}

function shown({ method, path, headers, body }: HostileRequest): string {
  return `${method} ${path.slice(0, 500)} ${JSON.stringify(headers).slice(0, 500)} ${(body ?? '').slice(0, 500)}`
}
