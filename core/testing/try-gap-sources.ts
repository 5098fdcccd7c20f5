import type { LibraryFile } from '../../shared/plugin-api/index.js'
import type { Registered } from '../plugin-system/registered.js'
import type { Trial } from './trial.js'

const mostAsked = 100

/** Lists a gap source from end to end, and asks again for some of what it listed. */
export async function tryGapSource(trial: Trial, source: Registered<'gapSource'>): Promise<void> {
  const says = (text: string): void => { trial.says(`gapSource ${source.name}: ${text}`) }
  const pages = await listed(trial, source)
  const owners = pages.flatMap((page) => [...new Set(page.map(({ owner }) => owner))])
  const split = owners.find((owner, at) => owners.indexOf(owner) !== at)
  if (split !== undefined) says(`the files of owner "${split}" are spread over several pages; give all files of an owner in one page`)
  await askAgain(trial, source, { files: pages.flat(), owners: [...new Set(owners)].slice(0, mostAsked) })
  await roots(trial, source)
  await stopped(trial, source)
}

async function listed(trial: Trial, source: Registered<'gapSource'>): Promise<readonly (readonly LibraryFile[])[]> {
  const pages: (readonly LibraryFile[])[] = []
  const iterator = await trial.call<'gapSource', AsyncIterator<unknown>>(source, { what: 'list', run: (ctx) => source.capability.list(ctx), check: iteratorOf })
  if (iterator === undefined) return pages
  for (;;) {
    const page = await trial.call<'gapSource', IteratorResult<unknown>>(source, { what: `page ${pages.length + 1}`, run: () => iterator.next(), check: (output) => output as IteratorResult<unknown> })
    if (page === undefined || page.done === true) return pages
    const files = await trial.call(source, { what: `page ${pages.length + 1}`, run: () => page.value })
    if (files === undefined) return pages
    pages.push(files)
  }
}

function iteratorOf(output: unknown): AsyncIterator<unknown> {
  const make: unknown = (output as { readonly [Symbol.asyncIterator]?: unknown } | null | undefined)?.[Symbol.asyncIterator]
  if (typeof make !== 'function') throw new TypeError('its list gives no pages; write `async * list(ctx) { … yield files … }`')
  return Reflect.apply(make, output, []) as AsyncIterator<unknown>
}

async function askAgain(trial: Trial, source: Registered<'gapSource'>, { files, owners }: { readonly files: readonly LibraryFile[], readonly owners: readonly string[] }): Promise<void> {
  const { capability } = source
  if (capability.filesOf !== undefined) {
    const found = await trial.call(source, { what: 'filesOf', run: (ctx) => capability.filesOf?.(owners, ctx) })
    const stranger = found?.find(({ owner }) => !owners.includes(owner))
    if (stranger !== undefined) trial.says(`gapSource ${source.name}, filesOf: answers for owner "${stranger.owner}", whom nobody asked about`)
    await trial.call(source, { what: 'filesOf of nobody', run: (ctx) => capability.filesOf?.([], ctx) })
  }
  if (capability.filesAt !== undefined) await trial.call(source, { what: 'filesAt', run: (ctx) => capability.filesAt?.(files.slice(0, mostAsked).map(({ path }) => path), ctx) })
}

async function roots(trial: Trial, source: Registered<'gapSource'>): Promise<void> {
  if (source.capability.roots === undefined) return
  await trial.call<'gapSource', void>(source, {
    what: 'roots',
    run: (ctx) => source.capability.roots?.(ctx),
    check: (output) => { if (!Array.isArray(output) || output.some((folder) => typeof folder !== 'string' || folder === '')) throw new TypeError('wanted a list of folders') },
  })
}

/** Whoever is told to stop may throw or end, but must not go on for ever. */
async function stopped(trial: Trial, source: Registered<'gapSource'>): Promise<void> {
  const signal = AbortSignal.abort()
  const signalWithin = (): AbortSignal => signal
  await trial.call<'gapSource', void>(source, {
    what: 'told to stop before it began',
    run: async (ctx) => {
      try {
        for await (const _ of source.capability.list({ log: ctx.log, signal, signalWithin })) continue
      } catch {}
    },
    check: () => undefined,
  })
}
