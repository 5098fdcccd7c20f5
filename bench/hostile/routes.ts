/** A route as the server's own description has it. */
export interface Route {
  readonly method: string
  /** `/gaps/{id}/ignore`, or with `{*}` for the rest. */
  readonly address: string
  readonly tag: string
  readonly query: readonly string[]
  /** The members of its JSON body. */
  readonly body: readonly string[]
  /** Whether it wants the API key. */
  readonly guarded: boolean
}

interface Operation {
  readonly tags?: readonly string[]
  readonly parameters?: readonly { readonly name: string, readonly in: string }[]
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: { readonly properties?: object } }>> }
  readonly security?: readonly unknown[]
}

export interface Openapi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** Every route of `GET /docs/openapi.json`, so that one that is new is attacked without further ado. */
export function routesIn({ paths }: Openapi): readonly Route[] {
  return Object.entries(paths).flatMap(([address, operations]) => Object.entries(operations).map(([method, operation]) => ({
    method: method.toUpperCase(),
    address,
    tag: operation.tags?.[0] ?? '',
    query: (operation.parameters ?? []).filter((parameter) => parameter.in === 'query').map(({ name }) => name),
    body: Object.keys(operation.requestBody?.content?.['application/json']?.schema?.properties ?? {}),
    guarded: (operation.security ?? []).length > 0,
  })))
}
