import type { ScanResult } from '../plex/scan.js'

export interface Serving {
  readonly stashUrl: string
  readonly stashApiKey: string
  readonly plexUrl: string
  readonly plexToken: string
  readonly providerUrl: string
  readonly apiKey: string
}

/** Addresses, and commands that a reader can paste while everything is left serving. */
export function whatToTry(serving: Serving, results: readonly ScanResult[]): string[] {
  const { stashUrl, stashApiKey, plexUrl, plexToken, providerUrl, apiKey } = serving
  const example = results.find((result) => result.outcome.kind === 'matched' && !/['\\]/.test(result.filename))
  const guid = example?.outcome.kind === 'matched' ? example.outcome.guid : ''
  const body = JSON.stringify({ type: 1, title: 'anything', filename: example?.filename, manual: 0 })
  return [
    'All of it keeps serving; Ctrl-C ends it.',
    `  Stash2Plex  ${providerUrl}`, `  Stash       ${stashUrl}/graphql`, `  Plex        ${plexUrl}`, '',
    'Try:',
    `  curl -s '${providerUrl}/'`,
    `  curl -s '${providerUrl}/library/metadata/matches' -H 'Content-Type: application/json' -d '${body}'`,
    `  curl -s '${providerUrl}/library/metadata/${guid.split('/').at(-1)}'`,
    `  curl -s '${providerUrl}/health/ready'`,
    `  curl -s '${providerUrl}/plugins' -H 'X-Api-Key: ${apiKey}'`,
    `  curl -s '${plexUrl}/library/sections/1/all?X-Plex-Container-Size=3' -H 'X-Plex-Token: ${plexToken}' -H 'Accept: application/json'`,
    `  curl -s '${plexUrl}/library/metadata/${example?.item.ratingKey}/matches?manual=1' -H 'X-Plex-Token: ${plexToken}' -H 'Accept: application/json'`,
    `  curl -s '${stashUrl}/graphql' -H 'ApiKey: ${stashApiKey}' -H 'Content-Type: application/json' -d '{"query":"{ version { version } }"}'`,
  ]
}
