import { procedures } from '../procedures.ts'
import type { DatasetService } from './service.ts'
import type { UploadService } from './uploads/service.ts'

export const datasetRouter = (service: DatasetService, uploads: UploadService) => ({
  openUpload: procedures.dataset.openUpload.handler(({ input }) => uploads.openUpload(input)),
  upload: procedures.dataset.upload.handler(({ input }) => uploads.upload(input)),
  closeUpload: procedures.dataset.closeUpload.handler(({ input }) => uploads.closeUpload(input)),
  previewUpload: procedures.dataset.previewUpload.handler(async function* ({ input, signal }) {
    yield* uploads.previewUpload(input, signal)
  }),
  importUpload: procedures.dataset.importUpload.handler(async function* ({ input, signal }) {
    yield* uploads.importUpload(input, signal)
  }),
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
