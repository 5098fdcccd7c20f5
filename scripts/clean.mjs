// Removes what an earlier build left, so that a deleted source leaves no ghost among the tests.
import { rmSync } from 'node:fs'

rmSync('dist', { recursive: true, force: true })
