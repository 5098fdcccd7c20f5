/** An answer other than 200, thrown by a route; Plex sends it as a small HTML page. */
export class HttpFault extends Error {
  readonly statusCode: number

  constructor(statusCode: number, message: string) {
    super(message)
    this.name = 'HttpFault'
    this.statusCode = statusCode
  }
}

export function httpFault(statusCode: number, message: string): HttpFault {
  return new HttpFault(statusCode, message)
}
