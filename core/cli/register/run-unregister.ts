import { printable } from '../../../shared/text/printable.js'
import type { CommandLine } from '../command-line.js'
import type { Terminal } from '../terminal.js'
import { EarlierAgents } from './earlier-agents.js'
import { withPlex } from './plex-at-hand.js'
import { unregister, type Unregistered } from './unregister.js'

export async function runUnregister(line: CommandLine, terminal: Terminal): Promise<number> {
  return await withPlex(line, terminal, async ({ agents, config, machine }) => {
    const done = await unregister({ agents, earlier: new EarlierAgents(config.dataDir, machine), otherwise: line.text('agent') })
    await terminal.say(...line.flag('json') ? [JSON.stringify(done)] : doneLines(done))
    return 0
  })
}

function doneLines({ libraries, agents, provider }: Unregistered): string[] {
  return [
    ...libraries.map(({ title, agent }) => `The library "${printable(title)}" uses ${agent} again.`),
    ...agents.map((title) => `Removed the agent "${printable(title)}".`),
    provider === 'removed' ? 'Removed the provider. Items keep the titles and pictures that they have; "Refresh All Metadata" asks the other agent for new ones.' : 'Plex does not know the provider; nothing to do.',
  ]
}
