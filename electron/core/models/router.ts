import { procedures } from '../procedures.ts'
import type { TryService } from './try.ts'

const { model } = procedures

export const modelRouter = (service: TryService) => ({
  list: model.list.handler(({ input }) => service.list(input)),
  try: model.try.handler(({ input, signal }) => service.try(input, signal)),
})
