import { fastify, LogController } from 'fastify'
import { createLogger } from '../core/log/logger.js'
import { requestLog } from '../core/log/request-log.js'
import { Secrets } from '../core/log/secrets.js'

/** The baseline: a bare Fastify that answers every POST with the same JSON, given as first argument, and logs as we do. */
const answer: unknown = JSON.parse(process.argv[2] ?? '{}')
const loggerInstance = createLogger({ level: 'info', titles: true, secrets: new Secrets() })
const app = fastify({ loggerInstance, logController: new LogController({ disableRequestLogging: true }) })
await app.register(requestLog)
app.post('/library/metadata/matches', () => answer)
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
