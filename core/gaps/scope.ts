import { folderForm } from '../../shared/path-mapping/path-form.js'
import { nfc, normalPath } from '../../shared/text/fold.js'

/** Whether a path lies in one of these folders; in any case when they are not known. */
export function isUnder(folders: readonly string[] | undefined): (path: string) => boolean {
  if (folders === undefined) return () => true
  const starts = folders.map((folder) => nfc(`${folderForm(folder)}/`))
  return (path) => {
    const composed = nfc(normalPath(path))
    return starts.some((start) => composed.startsWith(start))
  }
}
