import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

type RequestLabels = Readonly<Record<'method' | 'route' | 'status', string | number>>
type MatchLabels = Readonly<Record<'outcome' | 'matcher', string>>

/** Answers of one kind that wait to be counted, at most. */
const mostWaiting = 1000

/** What happened, as it happens. What merely is, is read when somebody asks: see {@link import('./state-metrics.js')}. */
export class Metrics {
  readonly registry = new Registry()
  readonly #requests: Histogram<'method' | 'route' | 'status'>
  readonly #matches: Counter<'outcome' | 'matcher'>
  readonly #stashCalls: Counter<'result'>
  readonly #shed: Counter<'kind' | 'reason'>
  readonly #loop: IntervalHistogram
  /** Working out labels costs more than the rest of an answer from memory, so answers are counted many at a time. */
  readonly #answered = new Map<string, { readonly labels: RequestLabels, readonly seconds: number[] }>()
  readonly #matched = new Map<string, { readonly labels: MatchLabels, times: number }>()

  constructor() {
    const registers = [this.registry]
    this.#requests = new Histogram({ collect: () => { this.#countAnswers() }, name: 'stash2plex_request_seconds', help: 'Requests by route, with their answers.', labelNames: ['method', 'route', 'status'], buckets: [0.005, 0.02, 0.1, 0.5, 2, 10], registers })
    this.#matches = new Counter({ collect: () => { this.#countMatches() }, name: 'stash2plex_matches_total', help: 'Match requests by what came of them, and by the matcher that decided.', labelNames: ['outcome', 'matcher'], registers })
    this.#stashCalls = new Counter({ name: 'stash2plex_stash_calls_total', help: 'GraphQL calls for requests, by their end: ok, given-up or the error. Those of the sync and of comparisons are not among them.', labelNames: ['result'], registers })
    this.#shed = new Counter({ name: 'stash2plex_shed_total', help: 'Requests refused for the sake of load, by kind and reason: loop, heap or count.', labelNames: ['kind', 'reason'], registers })
    this.#loop = monitorEventLoopDelay({ resolution: 20 })
    this.#loop.enable()
    const loop = this.#loop
    // The figures of one scrape are those since the scrape before.
    this.registry.registerMetric(new Gauge({ name: 'stash2plex_event_loop_delay_seconds', help: 'How late the event loop was since the last scrape.', labelNames: ['quantile'], registers: [], collect() {
      for (const quantile of [50, 99, 100]) this.set({ quantile: quantile / 100 }, loop.percentile(quantile) / 1e9)
      loop.reset()
    } }))
  }

  request(labels: RequestLabels, seconds: number): void {
    const kind = `${labels.method} ${labels.status} ${labels.route}`
    const waiting = this.#answered.get(kind)
    if (waiting === undefined) this.#answered.set(kind, { labels, seconds: [seconds] })
    else if (waiting.seconds.push(seconds) >= mostWaiting) this.#countAnswers()
  }

  match(outcome: string, matcher: string): void {
    const kind = `${outcome} ${matcher}`
    const waiting = this.#matched.get(kind)
    if (waiting === undefined) this.#matched.set(kind, { labels: { outcome, matcher }, times: 1 })
    else waiting.times++
  }

  stashCall(result: string): void {
    this.#stashCalls.inc({ result })
  }

  shed(kind: string, reason: string): void {
    this.#shed.inc({ kind, reason })
  }

  #countAnswers(): void {
    for (const { labels, seconds } of this.#answered.values()) for (const one of seconds) this.#requests.observe(labels, one)
    this.#answered.clear()
  }

  #countMatches(): void {
    for (const { labels, times } of this.#matched.values()) this.#matches.inc(labels, times)
    this.#matched.clear()
  }

  close(): void {
    this.#loop.disable()
    this.registry.clear()
  }
}
