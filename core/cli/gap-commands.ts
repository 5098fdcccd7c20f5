import { setTimeout as sleep } from 'node:timers/promises'
import type { CommandLine, Command } from './command-line.js'
import type { Server } from './server.js'

/** Where answers and progress go. */
export interface Output {
  /** Resolves when there is room for more. */
  write(text: string | Uint8Array): Promise<void>
  /** One line that replaces itself on a terminal; nothing elsewhere. */
  progress(line: string): void
}

interface Gap {
  readonly id: string
  readonly kind: string
  readonly status: string
  readonly path: string
  readonly expectedPath: string | null
  readonly reason: string
}

interface GapPage {
  readonly total: number
  readonly next: string | null
  readonly gaps: readonly Gap[]
}

interface Run {
  readonly id: string
  readonly status: string
  readonly progress: { readonly phase: string, readonly percent: number }
  readonly summary: string | null
}

interface Summary {
  readonly open: number
  readonly resolved: number
  readonly ignored: number
  readonly kinds: Readonly<Record<string, { readonly open: number }>>
  readonly lastRun: Run | null
  readonly nextRunAt: string | null
}

const INCOMPLETE = 3
const ASK_AGAIN = 500

type Act = (line: CommandLine, server: Server, out: Output) => Promise<number>

/** What each command does; the number is the exit code. */
export const gapCommands: Readonly<Record<Command, Act>> = { run, list, summary, export: exportAll, ignore }

async function run({ json }: CommandLine, server: Server, out: Output): Promise<number> {
  // One that is under way is followed instead: it answers the same question.
  const { id } = await server.json('POST', '/gaps/runs', [409]) as { readonly id: string }
  for (;;) {
    const body = await server.json('GET', `/gaps/runs/${id}`) as Run
    if (body.status !== 'running') {
      out.progress('')
      await out.write(json ? `${JSON.stringify(body)}\n` : `${body.summary ?? body.status}\n`)
      return exitCode(body.status)
    }
    out.progress(`${body.progress.phase}, ${body.progress.percent} %`)
    await sleep(ASK_AGAIN)
  }
}

function exitCode(status: string): number {
  if (status === 'complete') return 0
  return status === 'failed' ? 1 : INCOMPLETE
}

async function list({ filters, json }: CommandLine, server: Server, out: Output): Promise<number> {
  const body = await server.json('GET', `/gaps?${new URLSearchParams({ status: 'open', ...filters }).toString()}`) as GapPage
  if (json) await out.write(`${JSON.stringify(body)}\n`)
  else {
    await out.write(body.gaps.map((gap) => `${lineOf(gap)}\n`).join(''))
    if (body.next !== null) await out.write(`${body.gaps.length} of ${body.total} gaps; gaps export writes all\n`)
  }
  return 0
}

function lineOf({ id, kind, path, expectedPath }: Gap): string {
  return `${id}  ${kind.padEnd(16)}  ${printable(path)}${expectedPath === null ? '' : `  (${printable(expectedPath)})`}`
}

/** A path may hold anything, and a terminal would obey it. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

async function summary({ json }: CommandLine, server: Server, out: Output): Promise<number> {
  const body = await server.json('GET', '/gaps/summary') as Summary
  const kinds = Object.entries(body.kinds).map(([kind, { open }]) => `${kind.padEnd(16)}  ${open} open\n`)
  const last = body.lastRun === null ? 'no comparison so far' : `last comparison: ${body.lastRun.summary ?? body.lastRun.status}`
  const next = body.nextRunAt === null ? 'comparisons are started by hand' : `next comparison: ${body.nextRunAt}`
  await out.write(json ? `${JSON.stringify(body)}\n` : `${kinds.join('')}${body.open} open, ${body.resolved} resolved, ${body.ignored} ignored\n${last}\n${next}\n`)
  return 0
}

async function exportAll({ filters }: CommandLine, server: Server, out: Output): Promise<number> {
  const { limit: _, ...wanted } = filters
  for await (const chunk of await server.stream(`/gaps?${new URLSearchParams({ format: 'csv', ...wanted }).toString()}`)) await out.write(chunk)
  return 0
}

async function ignore({ ids, json }: CommandLine, server: Server, out: Output): Promise<number> {
  for (const id of ids) {
    const body = await server.json('POST', `/gaps/${encodeURIComponent(id)}/ignore`) as Gap
    await out.write(json ? `${JSON.stringify(body)}\n` : `ignored ${printable(body.path)}\n`)
  }
  return 0
}
