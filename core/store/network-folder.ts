import { statfsSync } from 'node:fs'
import { fault } from '../errors.js'

/** File system types as Linux's statfs(2) names them: shared memory and locks do not work across them, SQLite needs both. */
const networkTypes: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'SMB (CIFS)'],
  [0xfe534d42, 'SMB'],
  [0x517b, 'SMB'],
  [0x01021997, '9P'],
  [0x5346414f, 'AFS'],
])

type StatFs = (folder: string) => { readonly type: number }

/** Throws when the folder lies on a network share. FUSE stays allowed: Unraid and mergerfs are local and use it. */
export function refuseNetworkFolder(folder: string, statfs: StatFs = statfsSync): void {
  if (process.platform !== 'linux') return
  const kind = networkTypes.get(statfs(folder).type >>> 0)
  if (kind !== undefined) throw fault('S2P_STORE_NETWORK_FOLDER', { folder, kind })
}
