import { folderForm, normalForm } from '../../shared/path-mapping/path-form.js'

/** Whether a path lies in one of these folders; in any case when they are not known. */
export function isUnder(folders: readonly string[] | undefined): (path: string) => boolean {
  if (folders === undefined) return () => true
  const starts = folders.map((folder) => `${folderForm(folder)}/`.normalize('NFC'))
  return (path) => {
    const composed = normalForm(path).normalize('NFC')
    return starts.some((start) => composed.startsWith(start))
  }
}
