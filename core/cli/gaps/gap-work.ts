import { setTimeout as sleep } from 'node:timers/promises'
import { printable } from '../../../shared/text/printable.js'
import type { CommandLine } from '../command-line.js'
import type { Server } from '../server.js'
import type { Terminal } from '../terminal.js'

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

/** The exit code of a comparison that did not come to its end. */
export const INCOMPLETE = 3
const ASK_AGAIN = 500

export async function run(line: CommandLine, server: Server, out: Terminal): Promise<number> {
  // One that is under way is followed instead: it answers the same question.
  const { id } = await server.json('POST', '/gaps/runs', [409]) as { readonly id: string }
  for (;;) {
    const body = await server.json('GET', `/gaps/runs/${id}`) as Run
    if (body.status !== 'running') {
      out.progress('')
      await out.write(line.flag('json') ? jsonLine(body) : `${printable(body.summary ?? body.status)}\n`)
      return exitCode(body.status)
    }
    out.progress(printable(`${body.progress.phase}, ${body.progress.percent} %`))
    await sleep(ASK_AGAIN)
  }
}

function exitCode(status: string): number {
  if (status === 'complete') return 0
  return status === 'failed' ? 1 : INCOMPLETE
}

export async function list(line: CommandLine, server: Server, out: Terminal): Promise<number> {
  const body = await server.json('GET', `/gaps?${new URLSearchParams({ status: 'open', ...filtersOf(line) }).toString()}`) as GapPage
  if (line.flag('json')) await out.write(jsonLine(body))
  else {
    await out.write(body.gaps.map((gap) => `${lineOf(gap)}\n`).join(''))
    if (body.next !== null) await out.write(`${body.gaps.length} of ${body.total} gaps; gaps export writes all\n`)
  }
  return 0
}

function lineOf({ id, kind, path, expectedPath }: Gap): string {
  return `${id}  ${kind.padEnd(16)}  ${printable(path)}${expectedPath === null ? '' : `  (${printable(expectedPath)})`}`
}

/** JSON leaves some of what a terminal obeys as it is. */
function jsonLine(body: unknown): string {
  return `${printable(JSON.stringify(body))}\n`
}

export async function summary(line: CommandLine, server: Server, out: Terminal): Promise<number> {
  const body = await server.json('GET', '/gaps/summary') as Summary
  const kinds = Object.entries(body.kinds).map(([kind, { open }]) => `${kind.padEnd(16)}  ${open} open\n`)
  const last = body.lastRun === null ? 'no comparison so far' : `last comparison: ${printable(body.lastRun.summary ?? body.lastRun.status)}`
  const next = body.nextRunAt === null ? 'comparisons are started by hand' : `next comparison: ${body.nextRunAt}`
  await out.write(line.flag('json') ? jsonLine(body) : `${kinds.join('')}${body.open} open, ${body.resolved} resolved, ${body.ignored} ignored\n${last}\n${next}\n`)
  return 0
}

export async function exportAll(line: CommandLine, server: Server, out: Terminal): Promise<number> {
  for await (const chunk of await server.stream(`/gaps?${new URLSearchParams({ format: 'csv', ...filtersOf(line) }).toString()}`)) await out.write(chunk)
  return 0
}

export async function ignore(line: CommandLine, server: Server, out: Terminal): Promise<number> {
  for (const id of line.args) {
    const body = await server.json('POST', `/gaps/${encodeURIComponent(id)}/ignore`) as Gap
    await out.write(line.flag('json') ? jsonLine(body) : `ignored ${printable(body.path)}\n`)
  }
  return 0
}

/** By their names in the address, which are those of the options. */
export const filterNames = ['kind', 'status', 'source', 'section', 'folder', 'text', 'since', 'limit', 'format'] as const

function filtersOf(line: CommandLine): Readonly<Record<string, string>> {
  return Object.fromEntries(filterNames.flatMap((name) => {
    const value = line.text(name)
    return value === undefined ? [] : [[name, value] as const]
  }))
}
