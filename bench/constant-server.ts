import { fastify, LogController } from 'fastify'
import { createLogger } from '../core/log/logger.js'
import { requestLog } from '../core/log/request-log.js'
import { Secrets } from '../core/log/secrets.js'

/** The baseline: a bare Fastify that answers with the same JSON always, given as first argument, and logs as we do. */
const answer: unknown = JSON.parse(process.argv[2] ?? '{}')
const loggerInstance = createLogger({ level: 'info', titles: true, secrets: new Secrets() })
const app = fastify({ loggerInstance, logController: new LogController({ disableRequestLogging: true }) })
await app.register(requestLog)
app.post('/library/metadata/matches', () => answer)
app.get('/library/metadata/:ratingKey', () => answer)
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
