import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Preloaded into the server under attack: tells its parent, when asked, how much of the heap is in use after a collection. */
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

process.on('message', (message) => {
  if (message !== 'heap') return
  collect()
  collect()
  process.send?.({ heapUsed: process.memoryUsage().heapUsed })
})
process.on('warning', ({ name, message, stack }) => {
  if (name !== 'ExperimentalWarning' && name !== 'SecurityWarning') console.log(JSON.stringify({ level: 'error', msg: `unhandled warning: ${name}: ${message} ${stack ?? ''}` }))
})
// The server ends when it has closed, whoever still listens.
process.channel?.unref()
