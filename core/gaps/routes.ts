import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { GapIgnores } from './gap-ignores.js'
import type { GapReader } from './gap-reader.js'
import type { ReportedRun, RunTrigger } from './gap-run.js'
import { listRoutes } from './list-routes.js'
import { runRoutes } from './run-routes.js'

/** What the routes need of the comparisons. */
export interface Runs {
  /** @throws S2P_GAP_RUN_GOING */
  start(trigger: RunTrigger): Promise<string>
  /** @throws S2P_GAP_RUN_UNKNOWN, S2P_GAP_RUN_OVER */
  cancel(id: string): void
  find(id: string): ReportedRun | undefined
  latest(most: number): readonly ReportedRun[]
  /** The id of the comparison that runs. */
  readonly running: string | undefined
  /** When the schedule starts the next one; undefined when it is by hand. */
  nextAt(): Date | undefined
}

export interface GapRouteOptions {
  readonly reader: GapReader
  readonly ignores: GapIgnores
  readonly runs: Runs
}

/** The report of the gaps and the comparisons. Management: the app guards it by the API key. */
export const gapRoutes = fp(async (app: FastifyInstance, options: GapRouteOptions) => {
  listRoutes(app, options)
  runRoutes(app, options)
}, { name: 'gap-routes', fastify: '5.x' })
