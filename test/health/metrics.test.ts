import { readFileSync } from 'node:fs'
import t from 'tap'
import { secrets, startServer, until } from '../end-to-end/running-server.js'

t.test('tells Prometheus what happened and what is', async (t) => {
  const server = await startServer(t, { env: { PROVIDER_TOKEN: secrets.provider } })
  await server.ready()
  await server.match({ title: 'nothing like it', filename: 'nowhere/at-all.mp4' })
  const top = new URL(server.url).origin
  let text = ''
  // The gap of the unknown file is written a moment after the answer.
  await until(async () => {
    text = await (await fetch(`${top}/metrics`, { headers: { 'x-api-key': secrets.api } })).text()
    return text.includes('stash2plex_gaps{')
  })
  const value = (line: RegExp) => Number(new RegExp(`^${line.source} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN)

  t.equal(value(/stash2plex_request_seconds_count\{method="POST",route="\/library\/metadata\/matches",status="200"\}/), 1)
  t.equal(value(/stash2plex_matches_total\{outcome="none",matcher="none"\}/), 1)
  t.equal(value(/stash2plex_catalog_complete/), 1)
  t.ok(value(/stash2plex_catalog_scenes/) > 0)
  t.ok(value(/stash2plex_catalog_age_seconds/) >= 0)
  t.ok(value(/stash2plex_plugin_p95_seconds\{plugin="filename",kind="matcher",name="filename"\}/) >= 0)
  t.equal(value(/stash2plex_stash_away/), 0)
  t.ok(value(/stash2plex_stash_calls_total\{result="ok"\}/) > 0)
  t.match(text, /^stash2plex_event_loop_delay_seconds\{quantile="0\.99"\} /m)
  t.match(text, /^stash2plex_plugin_calls\{plugin="filename",kind="matcher",name="filename"\} \d/m)
  t.match(text, /^stash2plex_gaps\{kind="missing-in-stash",status="open"\} 1$/m)
  for (const secret of Object.values(secrets)) t.notMatch(text, secret)

  const started = await fetch(`${top}/gaps/runs`, { method: 'POST', headers: { 'x-api-key': secrets.api } })
  t.equal(started.status, 202)
  await until(async () => {
    text = await (await fetch(`${top}/metrics`, { headers: { 'x-api-key': secrets.api } })).text()
    return value(/stash2plex_gap_run_seconds/) >= 0
  })
  t.match(text, /^stash2plex_gap_runs\{status="(complete|incomplete|failed)"\} 1$/m)
  t.match(text, /^stash2plex_gap_run_started_timestamp_seconds\{status="(complete|incomplete|failed)"\} \d/m)
  const named = [...readFileSync('docs/guides/monitoring.md', 'utf8').matchAll(/stash2plex_\w+/g)].map(([name]) => name)
  t.ok(named.length > 15)
  t.strictSame(named.filter((name) => !text.includes(`# TYPE ${name} `)), [], 'the guide names only figures that exist')
  t.equal((await fetch(`${top}/metrics`)).status, 401, 'not without the key')
})
