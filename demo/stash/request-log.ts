const keptBodies = 2000

/** What the sample Stash was asked, for tests that count. */
export class RequestLog {
  /** HTTP requests of every kind. */
  total = 0
  graphql = 0
  images = 0
  /** findScenes by path or by free search, which scan the whole library in a real Stash. */
  pathFilters = 0
  inFlight = 0
  mostInFlight = 0
  /** How often each root field was asked, aliases counted one by one. */
  fields: Record<string, number> = {}
  /** The latest GraphQL bodies, as they came. */
  bodies: string[] = []

  reset(): void {
    Object.assign(this, { total: 0, graphql: 0, images: 0, pathFilters: 0, mostInFlight: this.inFlight, fields: {}, bodies: [] })
  }

  arrived(): void {
    this.total++
    this.inFlight++
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight)
  }

  left(): void {
    this.inFlight--
  }

  body(text: string): void {
    this.graphql++
    this.bodies.push(text)
    if (this.bodies.length > keptBodies) this.bodies.shift()
  }

  field(name: string): void {
    this.fields[name] = (this.fields[name] ?? 0) + 1
  }
}
