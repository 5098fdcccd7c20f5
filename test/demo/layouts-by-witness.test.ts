import t from 'tap'
import { layoutRun } from './support/layout-run.js'

t.test('upper and lower case differ', (t) => layoutRun(t, 'case'))

t.test('other folders on each side', async (t) => {
  const text = await layoutRun(t, 'rearranged')
  t.match(text, /^filename +[1-9]/m, 'some by name and size')
})

t.test('no rules at all', async (t) => {
  const text = await layoutRun(t, 'no-rules')
  t.match(text, /^(?:path-mapping|path-suffix) +[1-9]\d\d/m, 'most by the rules that were found, or by the longest common path until then')
})

t.test('all kinds of rules at once', (t) => layoutRun(t, 'mixed'))
