import fc from 'fast-check'
import { test } from 'tap'
import { CallRecord } from '../../core/plugin-system/call-record.js'

test('says nothing of calls that never were', async (t) => {
  t.strictSame(new CallRecord().figures(), { calls: 0, failures: 0, p95Ms: undefined, lastError: undefined })
})

test('a failure stays on record after a success', async (t) => {
  const record = new CallRecord()
  t.equal(record.failed(1, 'first'), true, 'news')
  t.equal(record.failed(1, 'second'), false, 'no news')
  record.succeeded(1)
  t.match(record.figures(), { calls: 3, failures: 2, lastError: { message: 'second', at: Number } })
  t.equal(record.failed(1, 'third'), true, 'news again')
})

test('95 of 100 of the last 200 calls stay below', async () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 500 }), (durations) => {
    const record = new CallRecord()
    for (const [at, ms] of durations.entries()) {
      if (at % 3 === 0) record.failed(ms, 'x')
      else record.succeeded(ms)
    }
    const { p95Ms = -1, calls } = record.figures()
    const last = durations.slice(-200)
    const below = last.filter((ms) => ms <= p95Ms).length
    const strictly = last.filter((ms) => ms < p95Ms).length
    return calls === durations.length && last.includes(p95Ms) && below >= last.length * 0.95 && strictly < last.length * 0.95
  }))
})
