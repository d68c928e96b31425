import { z } from 'zod'
import { instantSchema, method } from './base.ts'

/** The id of the workspace in a host's own data folder. */
export const homeWorkspace = 'home'

/** One of the workspaces a host can show. Several can be open at once, each page on one of them. */
const knownWorkspaceSchema = z.object({
  /** Stands in a page's address; `home` for the host's own data folder. */
  id: z.string(),
  /** Name of its folder. */
  name: z.string(),
  folder: z.string(),
  /** Null where nobody has opened it from this host yet. */
  openedAt: instantSchema.nullable(),
  /** This is the one that answers. */
  isCurrent: z.boolean(),
  /** Its runs go on and its outbox is sent while pages look at another one. */
  isOpen: z.boolean(),
  hasRunsGoing: z.boolean(),
  /** The folder is not there (any more): a disk that is not mounted, or it was moved. */
  isMissing: z.boolean(),
})
export type KnownWorkspace = z.infer<typeof knownWorkspaceSchema>

/** Absolute, or from the user's own folder with `~`. */
const folderSchema = z.string().trim().min(1).max(1000)

/** Methods about workspaces beside the one that answers. */
export const shelf = {
  list: method
    .route({
      method: 'GET',
      path: '/workspaces',
      summary: 'The workspaces this host knows, the last opened first.',
    })
    .output(z.object({ items: z.array(knownWorkspaceSchema) })),
  open: method
    .route({
      method: 'POST',
      path: '/workspaces/open',
      summary: 'Opens the workspace in a folder beside this one; nothing of this one stops.',
    })
    .input(z.object({ folder: folderSchema }))
    .output(knownWorkspaceSchema),
  create: method
    .route({
      method: 'POST',
      path: '/workspaces',
      summary: 'Makes a workspace in a folder, with the sample in it where asked.',
    })
    .input(z.object({ folder: folderSchema, withSample: z.boolean().default(false) }))
    .output(knownWorkspaceSchema),
  openSample: method
    .route({
      method: 'POST',
      path: '/workspaces/sample',
      summary: 'Opens the workspace of the sample beside this one; it is made on the first time.',
    })
    .output(knownWorkspaceSchema),
  copy: method
    .route({
      method: 'POST',
      path: '/workspaces/copy',
      summary: 'Copies this workspace with its keys to another folder; this one stays as it is.',
    })
    .input(z.object({ folder: folderSchema }))
    .output(knownWorkspaceSchema),
  forget: method
    .route({
      method: 'POST',
      path: '/workspaces/forget',
      summary: 'Takes a workspace off the list; its folder stays as it is.',
    })
    .input(z.object({ workspace: z.string().min(1).max(1000) }))
    .output(z.object({ items: z.array(knownWorkspaceSchema) })),
}
