import { procedures } from '../procedures.ts'
import type { PromptfooService } from './service.ts'

export const promptfooRouter = (service: PromptfooService) => ({
  references: procedures.promptfoo.references.handler(({ input }) => service.references(input)),
  import: procedures.promptfoo.import.handler(({ input }) => service.import(input)),
  export: procedures.promptfoo.export.handler(({ input }) => service.export(input)),
})
