import type { KnownWorkspace } from '#shared/contract/workspace-shelf.ts'
import { rpc } from '../../rpc/page.ts'
import { workspaceAddress } from '../../rpc/workspace.ts'
import { tellFailure } from '../../ui/ask.tsx'
import { createResources } from '../../ui/resource.ts'
import type { Destination } from '../../ui/shell/feature.ts'
import { leaveFor } from '../../ui/shell/leave.ts'

/** The workspaces of this host, the last opened first. */
export const workspaces = createResources(async () => (await rpc.workspace.list()).items)

/** The other workspaces by a part of their name or folder, for the palette. */
export async function findWorkspaces(query: string): Promise<readonly Destination[]> {
  const { items } = await rpc.workspace.list()
  const isNamed = ({ name, folder, isCurrent, isMissing }: KnownWorkspace) =>
    !isCurrent && !isMissing && `${name} ${folder}`.toLowerCase().includes(query.toLowerCase())
  return items.filter(isNamed).map(({ id, name, folder }) => ({
    id,
    title: name,
    detail: `Workspace in ${folder}`,
    href: workspaceAddress(id),
  }))
}

/** Notes that it was opened and shows it in place of this one. */
export const switchTo = ({ folder }: Pick<KnownWorkspace, 'folder'>): Promise<void> =>
  show(() => rpc.workspace.open({ folder }))

/** The workspace of the sample in place of this one, which stays as it is; made on the first time. */
export const openSample = (): Promise<void> => show(() => rpc.workspace.openSample())

async function show(open: () => Promise<KnownWorkspace>): Promise<void> {
  try {
    const { id, isCurrent } = await open()
    if (!isCurrent) leaveFor(workspaceAddress(id))
  } catch (error) {
    tellFailure(error)
    workspaces.refresh('all')
  }
}

/** Takes a workspace off the list. Nothing is lost by it: its folder can be opened again. */
export async function forget({ id }: KnownWorkspace): Promise<void> {
  try {
    workspaces.put('all', (await rpc.workspace.forget({ workspace: id })).items)
  } catch (error) {
    tellFailure(error)
  }
}
