// Prints failures whole and successes as one line a file, and closes with the plain counts that CI reads.
import { Transform } from 'node:stream'

export default class CountingReporter extends Transform {
  #rest = ''
  #open = []
  #counts = { pass: 0, fail: 0, skip: 0 }

  _transform(chunk, _encoding, done) {
    const lines = (this.#rest + chunk).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#take(line)
    done()
  }

  _flush(done) {
    const { pass, fail, skip } = this.#counts
    this.push(`${pass} passed, ${fail} failed${skip > 0 ? `, ${skip} skipped` : ''}\n`)
    done()
  }

  #take(line) {
    if (line.startsWith('# { total:')) return this.#count(line)
    if (/^(not )?ok \d+ - /.test(line)) return this.#closeFile(line)
    if (/^(\s|# Subtest)/.test(line)) return void this.#open.push(line)
    if (line !== '' && !/^(TAP version|1\.\.\d|# time=)/.test(line)) this.push(`${line}\n`)
  }

  #closeFile(line) {
    if (line.startsWith('not ')) this.push(`${this.#open.join('\n')}\n`)
    this.push(`${line}\n`)
    this.#open = []
  }

  #count(line) {
    const number = (name) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(line)?.[1] ?? 0)
    this.#counts = { pass: number('pass'), fail: number('fail'), skip: number('skip') + number('todo') }
  }
}
