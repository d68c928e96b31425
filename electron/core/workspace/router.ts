import { procedures } from '../procedures.ts'
import type { WorkspaceService } from './service.ts'

export const workspaceRouter = (service: WorkspaceService) => ({
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
