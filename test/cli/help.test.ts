import fc from 'fast-check'
import t from 'tap'
import { readCommandLine } from '../../core/cli/command-line.js'
import { commands } from '../../core/cli/commands.js'
import { helpText } from '../../core/cli/help.js'
import { paintFor } from '../../core/cli/paint.js'
import { runCommandLine } from '../../core/cli/run.js'
import { Terminal } from '../../core/cli/terminal.js'
import { Secrets } from '../../core/log/secrets.js'
import { CodedError } from '../../core/errors.js'

/** A process of which only the streams are there. */
function fakeProcess(isTTY: boolean, env: Record<string, string> = {}) {
  const written = { out: '', err: '' }
  const stream = (to: 'out' | 'err') => ({ isTTY, write: (text: string) => { written[to] += text; return true } })
  const terminal = new Terminal({ env, stdin: { isTTY }, stdout: stream('out'), stderr: stream('err') } as unknown as NodeJS.Process, new Secrets())
  return { written, terminal }
}

t.test('every command helps a newcomer', async (t) => {
  for (const command of commands) {
    const { written, terminal } = fakeProcess(false)
    t.equal(await runCommandLine([...command.name.split(' '), '--help'], commands, terminal), 0, command.name)
    t.equal(written.out, `${helpText(command)}\n`)
    t.ok(command.examples.length > 0 && command.about.endsWith('.') && !command.summary.endsWith('.'), 'its words are there')
    t.ok(written.out.split('\n').slice(1, -2).every((line) => line.length <= 100), 'its lines are not too long')
    for (const [example] of command.examples) t.equal(readCommandLine(wordsOf(example), commands).command?.name, command.name, example)
  }
})

/** As a shell would part them, without what goes into a file or another program. */
function wordsOf(example: string): string[] {
  return [...example.replace(/ [>|].*$/, '').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, one, two, three]) => one ?? two ?? three ?? '')
}

t.test('says what was probably meant', async (t) => {
  const cases: readonly (readonly [string[], RegExp])[] = [
    [['gasp'], /did you mean "gaps"\?/],
    [['new-plugn', 'matcher', 'x'], /did you mean "new-plugin"\?/],
    [['gaps', 'exprot'], /did you mean "gaps export"\?/],
    [['gaps', 'list', '--seciton', 'Films'], /has no option --seciton \(did you mean --section\?\)/],
    [['gaps'], /gaps wants one of run, list, summary, export, ignore after it/],
    [['gaps', 'ignore'], /gaps ignore wants <id> \.\.\. after it/],
  ]
  for (const [args, expected] of cases) {
    const { written, terminal } = fakeProcess(false)
    t.equal(await runCommandLine(args, commands, terminal), 2, args.join(' '))
    t.match(written.err, expected)
    t.equal(written.out, '')
  }
})

t.test('shows the commands when none is given', async (t) => {
  const { written, terminal } = fakeProcess(false)
  t.equal(await runCommandLine([], commands, terminal), 2)
  for (const { name } of commands) t.match(written.err, name)
})

t.test('help and version are words, too', async (t) => {
  for (const [args, expected] of [[['help', 'doctor'], /^stash2plex doctor: /], [['help'], /^ {2}doctor +look at/m], [['help', 'gaps'], /^The commands of stash2plex gaps/], [['--version'], /^\d+\.\d+\.\d+\n$/]] as const) {
    const { written, terminal } = fakeProcess(false)
    t.equal(await runCommandLine(args, commands, terminal), 0)
    t.match(written.out, expected, args.join(' '))
  }
})

t.test('colours appear on a terminal only', async (t) => {
  const escape = '\u001B['
  for (const [isTTY, env, coloured] of [[true, {}, true], [false, {}, false], [true, { NO_COLOR: '1' }, false], [true, { NO_COLOR: '' }, true], [true, { TERM: 'dumb' }, false], [false, { FORCE_COLOR: '1' }, false]] as const) {
    t.equal(paintFor({ isTTY }, env).bad('x').includes(escape), coloured)
    const { written, terminal } = fakeProcess(isTTY, env)
    await runCommandLine(['--help'], commands, terminal)
    t.equal(written.out.includes(escape), coloured)
  }
})

t.test('any command line is read or refused in words', async (t) => {
  const word = fc.oneof(fc.constantFrom('gaps', 'run', 'list', 'ignore', 'new-plugin', '--json', '--url', '--kind=moved', '-h', '--', '-', '--=', '--no-json'), fc.string())
  fc.assert(fc.property(fc.array(word, { maxLength: 6 }), (args) => {
    try {
      readCommandLine(args, commands)
      return true
    } catch (error) {
      return error instanceof CodedError && error.code === 'S2P_USAGE'
    }
  }))
  t.pass()
})
