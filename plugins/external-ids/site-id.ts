const sites: readonly { readonly host: RegExp, readonly path: RegExp, readonly scheme: string }[] = [
  { host: /(?:^|\.)imdb\.com$/, path: /\/title\/(tt\d{5,12})(?:\/|$)/, scheme: 'imdb' },
  { host: /(?:^|\.)themoviedb\.org$/, path: /^\/movie\/(\d{1,12})(?:\D|$)/, scheme: 'tmdb' },
  { host: /(?:^|\.)thetvdb\.com$/, path: /^\/(?:dereferrer\/)?movies?\/(\d{1,12})(?:\/|$)/, scheme: 'tvdb' },
]

/** `https://www.imdb.com/title/tt0232500/` becomes `imdb://tt0232500`; undefined for what is no address of a known site. */
export function siteIdOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const { hostname, pathname } = new URL(address)
  const site = sites.find(({ host }) => host.test(hostname))
  const id = site?.path.exec(pathname)?.[1]
  return site === undefined || id === undefined ? undefined : `${site.scheme}://${id}`
}
