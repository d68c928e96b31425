import { procedures } from '../procedures.ts'
import type { RenderService } from './service.ts'

export const renderRouter = (service: RenderService) => ({
  preview: procedures.render.preview.handler(({ input }) => service.preview(input)),
  check: procedures.render.check.handler(({ input }) => service.check(input)),
})
