import type { Plugin } from '../../shared/plugin-api/index.js'
import { searchScenes } from './search.js'

/** For Fix Match: scenes by the words of their title and by their date. Never certain. */
const titleDate: Plugin = {
  id: 'title-date',
  apiVersion: 1,
  register(host) {
    host.addMatcher({
      order: 90,
      accepts: ({ manual, title, filename }) => manual && `${title ?? ''}${filename ?? ''}`.trim() !== '',
      match: (hints) => searchScenes(host, hints),
    })
  },
}

export default titleDate
