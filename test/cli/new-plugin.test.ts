import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'
import { PluginSystem } from '../../core/plugin-system/plugin-system.js'
import { fakeParts } from '../../core/testing/fake-host.js'
import { keepingLog } from '../plugin-system/silent-log.js'

const command = (folder: string, ...words: readonly string[]) => spawnSync(process.execPath, [resolve('dist/core/cli/main.js'), 'new-plugin', ...words], { encoding: 'utf8', env: { ...process.env, PLUGINS_DIR: folder } })

t.test('writes plugins that load and pass', async (t) => {
  const folder = t.testdir()
  const kinds = ['matcher', 'enricher', 'gap-source']
  for (const kind of kinds) {
    const { status, stdout } = command(folder, kind, `my-${kind}`)
    t.equal(status, 0)
    t.match(stdout, /Try it: +node --test/)
    const test = spawnSync(process.execPath, [join(folder, `my-${kind}`, 'index.test.mjs')], { encoding: 'utf8' })
    t.equal(test.status, 0, test.status === 0 ? kind : test.stdout + test.stderr)
    t.ok(existsSync(join(folder, `my-${kind}`, 'types/plugin-api/index.d.ts')), 'the types are beside it')
    t.ok(existsSync(join(folder, `my-${kind}`, 'types/domain/index.d.ts')))
  }
  const system = await PluginSystem.load({ bundledDir: join(folder, 'none'), pluginsDir: folder, entries: kinds.map((kind) => ({ id: `my-${kind}`, enabled: true, options: {} })), host: () => fakeParts(), log: keepingLog() })
  t.strictSame(system.statuses().map(({ status }) => status), ['active', 'active', 'active'])
})

t.test('overwrites nothing and refuses bad words', async (t) => {
  const folder = t.testdir({ 'mine.mjs': 'export default 1', taken: { 'index.mjs': 'keep me' } })
  for (const id of ['mine', 'taken', 'filename']) {
    const { status, stderr } = command(folder, 'matcher', id)
    t.equal(status, 1, id)
    t.match(stderr, /There is already .*nothing was written/)
  }
  t.equal(readFileSync(join(folder, 'taken/index.mjs'), 'utf8'), 'keep me')
  for (const words of [['matcher'], ['matchr', 'x'], ['matcher', '../x'], ['matcher', 'Bad'], ['matcher', 'a', 'b']]) t.equal(command(folder, ...words).status, 2, words.join(' '))
})
