// Ends with 0 when the server of this container lives: for the image's HEALTHCHECK, which then needs no other tool.
// Reads the port from the environment only; a port from the file is not known here.
const { PORT = '7979', HOST = '0.0.0.0' } = process.env
const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST
const address = `http://${host.includes(':') ? `[${host}]` : host}:${PORT}/health/live`

try {
  const { ok } = await fetch(address, { signal: AbortSignal.timeout(4_000) })
  process.exitCode = ok ? 0 : 1
} catch {
  process.exitCode = 1
}
