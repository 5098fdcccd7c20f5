import { resolve } from 'node:path'
import t from 'tap'
import { startServer } from './running-server.js'

const broken = ['throws-on-load', 'throws-on-register', 'syntax-error', 'missing-import', 'no-default', 'newer-api', 'bad-schema', 'empty-folder', 'misspelt-member', 'other-id', 'gone']
const atWork = ['throws-on-match', 'answers-rubbish', 'hangs-on-close', 'throws-on-close', 'starts-slowly']

t.test('the server serves among broken plugins', async (t) => {
  const running = await startServer(t, { env: { PLUGINS_DIR: resolve('test/fixtures/plugins') }, yaml: { plugins: [...broken, ...atWork, 'doubled', { 'wants-options': { modus: 1 } }] } })
  await running.ready()
  const scene = running.library.scenes.find(({ files }) => files.length === 1)
  t.ok(scene)
  const { status, body } = await running.match({ title: scene?.title, filename: 'nothing of that name.mp4' })
  t.equal(status, 503, 'a matcher failed, so "no match" cannot be said')
  t.notOk(body.MediaContainer)
  const { body: { plugins } } = await running.admin('/plugins')
  const find = (id: string) => plugins.find((plugin: { readonly id: string }) => plugin.id === id)
  for (const id of [...broken, 'wants-options']) {
    t.not(find(id)?.status, 'active', id)
    t.ok(find(id)?.reason && find(id)?.advice, `${id} says why, and what to do`)
  }
  for (const id of atWork) t.equal(find(id)?.status, 'active', id)
  t.match(find('throws-on-match').capabilities, [{ failures: 1, lastError: { message: /no index yet/ } }])
  t.match(find('answers-rubbish').capabilities, [{ failures: 1, lastError: { message: /candidates\[0\]\.sceneId is undefined, wanted Stash's scene id/ } }])
  t.equal((await fetch(running.url)).status, 200)
})
