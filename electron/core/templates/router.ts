import { procedures } from '../procedures.ts'
import type { TemplateService } from './service.ts'

export const templateRouter = (service: TemplateService) => ({
  list: procedures.template.list.handler(({ input }) => service.list(input)),
  facets: procedures.template.facets.handler(() => service.facets()),
  get: procedures.template.get.handler(({ input }) => service.get(input)),
  create: procedures.template.create.handler(({ input }) => service.create(input)),
  update: procedures.template.update.handler(({ input }) => service.update(input)),
  duplicate: procedures.template.duplicate.handler(({ input }) => service.duplicate(input)),
  archive: procedures.template.archive.handler(({ input }) => service.archive(input)),
  updateDraft: procedures.template.updateDraft.handler(({ input }) => service.updateDraft(input)),
  listPartials: procedures.template.listPartials.handler(({ input }) =>
    service.listPartials(input),
  ),
  listIncluding: procedures.template.listIncluding.handler(({ input }) =>
    service.listIncluding(input),
  ),
  updatePartials: procedures.template.updatePartials.handler(({ input }) =>
    service.updatePartials(input),
  ),
  createVersion: procedures.template.createVersion.handler(({ input }) =>
    service.createVersion(input),
  ),
  listVersions: procedures.template.listVersions.handler(({ input }) =>
    service.listVersions(input),
  ),
  getVersion: procedures.template.getVersion.handler(({ input }) => service.getVersion(input)),
  restoreVersion: procedures.template.restoreVersion.handler(({ input }) =>
    service.restoreVersion(input),
  ),
  listRecoveries: procedures.template.listRecoveries.handler(({ input }) =>
    service.listRecoveries(input),
  ),
  recoverDraft: procedures.template.recoverDraft.handler(({ input }) =>
    service.recoverDraft(input),
  ),
  discardRecovery: procedures.template.discardRecovery.handler(({ input }) =>
    service.discardRecovery(input),
  ),
  diff: procedures.template.diff.handler(({ input }) => service.diff(input)),
})
