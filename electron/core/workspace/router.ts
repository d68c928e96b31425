import { procedures } from '../procedures.ts'
import type { WorkspaceService } from './service.ts'
import type { ShelfService } from './shelf.ts'

export const workspaceRouter = (service: WorkspaceService, shelf: ShelfService) => ({
  list: procedures.workspace.list.handler(() => shelf.list()),
  open: procedures.workspace.open.handler(({ input }) => shelf.open(input)),
  create: procedures.workspace.create.handler(({ input }) => shelf.create(input)),
  openSample: procedures.workspace.openSample.handler(() => shelf.openSample()),
  copy: procedures.workspace.copy.handler(({ input }) => shelf.copy(input)),
  forget: procedures.workspace.forget.handler(({ input }) => shelf.forget(input)),
  get: procedures.workspace.get.handler(() => service.get()),
  addSample: procedures.workspace.addSample.handler(() => service.addSample()),
  listActivity: procedures.workspace.listActivity.handler(({ input }) =>
    service.listActivity(input),
  ),
  backUp: procedures.workspace.backUp.handler(() => service.backUp()),
  listBackups: procedures.workspace.listBackups.handler(() => service.listBackups()),
  restore: procedures.workspace.restore.handler(({ input }) => service.restore(input)),
  watch: procedures.workspace.watch.handler(async ({ signal }) => service.watch(signal)),
})
