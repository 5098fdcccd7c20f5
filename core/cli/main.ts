#!/usr/bin/env node
import 'reflect-metadata'
import { Secrets } from '../log/secrets.js'
import { commands } from './commands.js'
import { runCommandLine } from './run.js'
import { Terminal } from './terminal.js'

// A reader that has had enough, as in `gaps export | head`, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => { process.exit(error.code === 'EPIPE' ? 0 : 1) })

process.exitCode = await runCommandLine(process.argv.slice(2), commands, new Terminal(process, new Secrets()))
