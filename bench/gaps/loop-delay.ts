import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

// Loaded before the server by --import: on SIGWINCH it tells the event loop's delay since the last time.
if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  process.on('SIGWINCH', () => {
    process.stderr.write(`loop-delay ${delay.percentile(99) / 1e6} ${delay.max / 1e6}\n`)
    delay.reset()
  })
}
