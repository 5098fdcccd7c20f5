import { pathToFileURL } from 'node:url'
import { types } from 'node:util'
import { done, failed, type Step } from './refusal.js'
import { settle } from './settle.js'
import { codeOfThrown, textOfThrown } from './thrown.js'

/** Runs a plugin's file and hands out its default export, unchecked. Tells apart why it cannot be loaded. */
export async function importPlugin(file: string, timeLimitMs: number): Promise<Step<unknown>> {
  const url = pathToFileURL(file).href
  const settled = await settle(() => import(url) as Promise<{ readonly default?: unknown }>, { timeLimitMs })
  switch (settled.how) {
    case 'returned': return done(settled.value.default)
    case 'threw': return whyNot(settled.error)
    default: return failed(`did not finish loading within ${timeLimitMs / 1000} s`, 'Look for an await at the top of the file that never ends; do such work inside register or the calls.')
  }
}

function whyNot(error: unknown): Step<never> {
  const text = textOfThrown(error)
  const code = codeOfThrown(error)
  if (missingCodes.has(code ?? '')) return missingImport(text)
  if (isParseError(error)) return parseFault(text)
  return failed(`throws on load: ${text}`, 'Mend the plugin, or take it out of the configuration.')
}

const missingCodes = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED'])

function missingImport(text: string): Step<never> {
  const name = /^Cannot find (?:package|module) '([^']+)'/.exec(text)?.[1] ?? text
  const advice = name.includes('stash2plex')
    ? 'Import only types from Stash2Plex (`import type`); everything else is handed to register as host.'
    : `Put ${name} where the plugin looks for it: beside the plugin, or in a node_modules folder there.`
  return failed(`its own import is missing: ${name}`, advice)
}

function parseFault(text: string): Step<never> {
  if (text.includes('does not provide an export')) return failed(`its own import does not fit: ${text}`, 'Correct the name in that import; types need `import type`.')
  if (text.includes('strip-only mode')) return failed(`syntax error: ${text}`, 'Node only takes types out: write a plain object in place of an enum, and assign fields in the constructor.')
  return failed(`syntax error: ${text}`, 'Mend the syntax; `node --check <file>` shows the place.')
}

/** A file that cannot be parsed has not run: the stack begins inside Node's own loader. */
function isParseError(error: unknown): boolean {
  if (!types.isNativeError(error) || error.name !== 'SyntaxError') return false
  return /^\s+at .*$/m.exec(error.stack ?? '')?.[0].includes('node:internal') === true
}
