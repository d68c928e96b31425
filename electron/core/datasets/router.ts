import { procedures } from '../procedures.ts'
import type { DatasetService } from './service.ts'

export const datasetRouter = (service: DatasetService) => ({
  list: procedures.dataset.list.handler(() => service.list()),
  get: procedures.dataset.get.handler(({ input }) => service.get(input)),
  previewImport: procedures.dataset.previewImport.handler(({ input }) =>
    service.previewImport(input),
  ),
  import: procedures.dataset.import.handler(({ input }) => service.import(input)),
  export: procedures.dataset.export.handler(async function* ({ input }) {
    yield* service.export(input)
  }),
  listCases: procedures.dataset.listCases.handler(({ input }) => service.listCases(input)),
})
