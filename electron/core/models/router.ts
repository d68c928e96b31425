import { procedures } from '../procedures.ts'
import type { TryService } from './try.ts'

const { model } = procedures

export const modelRouter = (service: TryService) => ({
  list: model.list.handler(({ input }) => service.list(input)),
  listTries: model.listTries.handler(({ input }) => service.listTries(input)),
  archiveTry: model.archiveTry.handler(({ input }) => service.archiveTry(input)),
  propose: model.propose.handler(({ input, signal }) => service.propose(input, signal)),
  try: model.try.handler(({ input, signal }) => service.try(input, signal)),
})
