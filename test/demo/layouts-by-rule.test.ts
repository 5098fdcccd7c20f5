import t from 'tap'
import { layoutRun } from './support/layout-run.js'

t.test('one folder under two names', (t) => layoutRun(t, 'prefix'))

t.test('Stash on Windows', (t) => layoutRun(t, 'windows-stash'))

t.test('Plex on Windows', (t) => layoutRun(t, 'windows-plex'))

t.test('one library of two folders', (t) => layoutRun(t, 'two-roots'))
