// Runs the built tests. After a fresh install tap must rebuild its Test class once, because .taprc leaves out a
// default plugin and the first `tap run` would still load it.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const stamp = 'node_modules/.tap-built'
const wanted = readFileSync('.taprc', 'utf8')

function tap(...args) {
  return spawnSync(process.execPath, ['node_modules/tap/dist/esm/run.mjs', ...args], { stdio: 'inherit' }).status ?? 1
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  const status = tap('build')
  if (status !== 0) process.exit(status)
  writeFileSync(stamp, wanted)
}
process.exit(tap('run', ...process.argv.slice(2)))
