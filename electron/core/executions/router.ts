import { procedures } from '../procedures.ts'
import type { ExecutionService } from './service.ts'

export const executionRouter = (service: ExecutionService) => ({
  list: procedures.execution.list.handler(({ input }) => service.list(input)),
  violations: procedures.execution.violations.handler(({ input }) => service.violations(input)),
  performance: procedures.execution.performance.handler(({ input }) => service.performance(input)),
})
