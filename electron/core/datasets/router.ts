import { procedures } from '../procedures.ts'
import type { CurationService } from './curation.ts'
import type { EditingService } from './editing/service.ts'
import type { DatasetService } from './service.ts'
import type { UploadService } from './uploads/service.ts'

export interface DatasetServices {
  datasets: DatasetService
  uploads: UploadService
  editing: EditingService
  curation: CurationService
}

export const datasetRouter = ({
  datasets: service,
  uploads,
  editing,
  curation,
}: DatasetServices) => ({
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
  getDraft: procedures.dataset.getDraft.handler(({ input }) => editing.getDraft(input)),
  listDraftCases: procedures.dataset.listDraftCases.handler(({ input }) =>
    editing.listDraftCases(input),
  ),
  edit: procedures.dataset.edit.handler(({ input }) => editing.edit(input)),
  undoEdit: procedures.dataset.undoEdit.handler(({ input }) => editing.undoEdit(input)),
  redoEdit: procedures.dataset.redoEdit.handler(({ input }) => editing.redoEdit(input)),
  saveDraft: procedures.dataset.saveDraft.handler(({ input }) => editing.saveDraft(input)),
  discardDraft: procedures.dataset.discardDraft.handler(({ input }) => editing.discardDraft(input)),
  listVersions: procedures.dataset.listVersions.handler(({ input }) =>
    curation.listVersions(input),
  ),
  diff: procedures.dataset.diff.handler(({ input }) => curation.diff(input)),
  addCases: procedures.dataset.addCases.handler(({ input }) => curation.addCases(input)),
  removeCases: procedures.dataset.removeCases.handler(({ input }) => curation.removeCases(input)),
  setRules: procedures.dataset.setRules.handler(({ input }) => curation.setRules(input)),
  checkRules: procedures.dataset.checkRules.handler(({ input }) => curation.checkRules(input)),
  split: procedures.dataset.split.handler(({ input }) => curation.split(input)),
  checkSplits: procedures.dataset.checkSplits.handler(({ input }) => curation.checkSplits(input)),
  findDuplicates: procedures.dataset.findDuplicates.handler(({ input }) =>
    curation.findDuplicates(input),
  ),
})
