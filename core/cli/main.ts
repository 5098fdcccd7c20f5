#!/usr/bin/env node
import { once } from 'node:events'
import { resolve } from 'node:path'
import { HELP, readCommandLine, UsageError } from './command-line.js'
import { gapCommands, type Output } from './gap-commands.js'
import { newPlugin } from './new-plugin.js'
import { Server, Trouble } from './server.js'

const output: Output = {
  async write(text) {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain')
  },
  progress(line) {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${line}`)
  },
}

// A reader that has had enough, as in `gaps export | head`, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => { process.exit(error.code === 'EPIPE' ? 0 : 1) })

try {
  process.exitCode = await main()
} catch (error) {
  const known = error instanceof Trouble || error instanceof UsageError
  process.stderr.write(known ? `${error.message}\n${error instanceof UsageError ? 'stash2plex --help tells more.\n' : ''}` : `stash2plex failed: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

async function main(): Promise<number> {
  const [topic, ...words] = process.argv.slice(2)
  if (topic === 'new-plugin' && !words.some((word) => word === '--help' || word === '-h')) {
    await output.write(newPlugin(words, resolve(process.env['PLUGINS_DIR'] ?? './plugins-local')))
    return 0
  }
  const line = readCommandLine(process.argv.slice(2))
  if (line === 'help') {
    await output.write(`${HELP}\n`)
    return 0
  }
  const server = new Server({ url: line.url, apiKeyFile: line.apiKeyFile, env: process.env })
  return gapCommands[line.command](line, server, output)
}
