import type { Command } from './command.js'
import { doctorCommand } from './doctor/doctor-command.js'
import { explainCommand } from './explain/explain-command.js'
import { gapCommands } from './gaps/gap-commands.js'
import { newPluginCommand } from './new-plugin/new-plugin-command.js'
import { registerCommand, unregisterCommand } from './register/register-command.js'
import { suggestMappingsCommand } from './suggest-mappings/suggest-mappings-command.js'

/** Every command, in the order of the help. The help texts and docs/reference/command-line.md are made of this table. */
export const commands: readonly Command[] = [
  doctorCommand,
  explainCommand,
  registerCommand,
  unregisterCommand,
  ...gapCommands,
  suggestMappingsCommand,
  newPluginCommand,
]
