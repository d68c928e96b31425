import { procedures } from '../procedures.ts'
import type { GateService } from './service.ts'

const { gate } = procedures

export const gateRouter = (service: GateService) => ({
  list: gate.list.handler(({ input }) => service.list(input)),
  get: gate.get.handler(({ input }) => service.get(input)),
  create: gate.create.handler(({ input }) => service.create(input)),
  update: gate.update.handler(({ input }) => service.update(input)),
  remove: gate.remove.handler(({ input }) => service.remove(input)),
  evaluate: gate.evaluate.handler(({ input }) => service.evaluate(input)),
  listNewest: gate.listNewest.handler(({ input }) => service.listNewest(input)),
  listVerdicts: gate.listVerdicts.handler(({ input }) => service.listVerdicts(input)),
})
