import { rpc } from '../../rpc/page.ts'
import { tell, tellFailure } from '../../ui/ask.tsx'
import { formatBytes } from '../../ui/format.ts'
import { backups } from './workspace.ts'

/** Writes a consistent copy of the workspace and says where it is. */
export async function backUpNow(): Promise<void> {
  try {
    const { path, bytes } = await rpc.workspace.backUp()
    backups.refresh('all')
    tell(`Backed up to ${path} (${formatBytes(bytes)}).`)
  } catch (error) {
    tellFailure(error)
  }
}
