/** Where the last `count` segments of a path in normal form begin, with their slash; 0 when it has no more than these. */
export function tailStart(path: string, count: number): number {
  let at = path.length
  for (let seen = 0; seen < count && at > 0; seen++) at = path.lastIndexOf('/', at - 1)
  return Math.max(0, at)
}

export function countSlashes(path: string, from = 0): number {
  let count = 0
  for (let at = path.indexOf('/', from); at !== -1; at = path.indexOf('/', at + 1)) count++
  return count
}

/** The earliest slash at which a path may be cut, so that its root, its drive or its share stays whole. */
export function earliestCut(path: string): number {
  if (!path.startsWith('//')) return Math.max(0, path.indexOf('/'))
  const afterServer = path.indexOf('/', 2)
  const afterShare = afterServer === -1 ? -1 : path.indexOf('/', afterServer + 1)
  return afterShare === -1 ? path.lastIndexOf('/') : afterShare
}

/** A folder in normal form as its own machine writes it. */
export function spelled(folder: string): string {
  if (folder === '') return '/'
  if (!/^(?:[a-z]:|\/\/)/iu.test(folder)) return folder
  return folder.includes('/') ? folder.replaceAll('/', '\\') : `${folder}\\`
}
