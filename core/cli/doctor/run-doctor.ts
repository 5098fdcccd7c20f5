import { printableLines } from '../../../shared/text/printable.js'
import type { CommandLine } from '../command-line.js'
import type { Paint } from '../paint.js'
import type { Terminal } from '../terminal.js'
import { checkAddress } from './check-address.js'
import { checkDataFolder } from './check-data-folder.js'
import { checkPlex } from './check-plex.js'
import { checkPlugins } from './check-plugins.js'
import { checkRules } from './check-rules.js'
import { checkServer } from './check-server.js'
import { checkSettings } from './check-settings.js'
import { checkStash } from './check-stash.js'
import { findingsOn, type Finding, type Verdict } from './finding.js'
import { takeStock, type Situation } from './situation.js'

type Check = (situation: Situation) => Promise<readonly Finding[]>

/** What stands first is what the others stand on: the first fault is the one to mend next. */
const checks: readonly Check[] = [checkSettings, checkDataFolder, checkStash, checkServer, checkPlex, checkAddress, checkRules, checkPlugins]

export async function runDoctor(line: CommandLine, terminal: Terminal): Promise<number> {
  const situation = await takeStock(line, terminal)
  const json = line.flag('json')
  const findings: Finding[] = []
  for (const check of checks) {
    const found = await check(situation).catch((error: unknown) => [findingsOn('doctor').failed(error)])
    findings.push(...found)
    if (!json) await terminal.say(...found.flatMap((finding) => lines(finding, terminal.paint)))
  }
  const faults = findings.filter(({ verdict }) => verdict === 'fault')
  const next = nextOf(findings)
  await terminal.say(...json ? [JSON.stringify({ status: faults.length === 0 ? 'fine' : 'faults', next, findings })] : ['', ...closing(faults.length, next, terminal.paint)])
  return faults.length === 0 ? 0 : 1
}

/** Null when there is nothing to do. A note counts only while nothing is broken. */
function nextOf(findings: readonly Finding[]): string | null {
  const told = findings.filter(({ mend }) => mend !== undefined)
  const first = told.find(({ verdict }) => verdict === 'fault') ?? told[0]
  if (first?.mend === undefined) return null
  return first.mend.startsWith('stash2plex ') ? first.mend : `${first.about}: ${first.mend}`
}

const marks: Readonly<Record<Verdict, string>> = { fine: 'ok', note: 'note', fault: 'FAULT', skipped: '-' }

function lines({ about, verdict, says, mend }: Finding, paint: Paint): string[] {
  const colour = { fine: paint.good, note: paint.doubtful, fault: paint.bad, skipped: paint.faint }[verdict]
  const [first = '', ...others] = printableLines(says).split('\n')
  const indent = ' '.repeat(19)
  return [`${about.padEnd(12)} ${colour(marks[verdict].padEnd(5))} ${first}`, ...others.map((line) => indent + line), ...mend === undefined || verdict === 'fine' || says.includes(mend) ? [] : [`${indent}${paint.faint(`→ ${printableLines(mend)}`)}`]]
}

function closing(faults: number, next: string | null, paint: Paint): string[] {
  const verdict = faults === 0 ? paint.good('All is well.') : paint.bad(`${faults} ${faults === 1 ? 'thing is' : 'things are'} wrong.`)
  if (next === null) return [verdict]
  return [verdict, `${paint.strong(faults === 0 ? 'Worth doing:' : 'Next:')} ${printableLines(next)}`]
}
